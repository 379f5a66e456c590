// A web service that labels texts: POST /classify {"texts": ["What a day!"]} answers [{"label": "positive", "score": 0.98}].
// The model, its adapter and head are on an AdapterBridge service, whose address is in appsettings.json (or Bridge__Address).
using AdapterBridge.Client;
using SentimentService;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddBridgeClient(options => builder.Configuration.GetSection("Bridge").Bind(options));
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<BridgeErrorHandler>();

var app = builder.Build();
app.UseExceptionHandler();

app.MapPost("/classify", async (ClassifyRequest request, BridgeClient client, IConfiguration configuration, CancellationToken cancellation) =>
{
    if (request.Texts is not { Count: > 0 }) return Results.Problem("\"texts\" is empty", statusCode: StatusCodes.Status400BadRequest);
    var model = client.Models[configuration["Sentiment:Model"] ?? "minilm"];
    var setup = Setup.Of(request.Adapter ?? configuration["Sentiment:Adapter"] ?? "mood").WithHeads(configuration["Sentiment:Head"] ?? "mood");
    var found = await model.ClassifyAsync(request.Texts, setup, cancellation);
    return Results.Ok(found.Select(c => new LabelledText(c.Label, c.Score)));
});

app.MapGet("/ready", async (BridgeClient client, CancellationToken cancellation) => Results.Ok(new { (await client.Server.GetInfoAsync(cancellation)).Version }));

await app.RunAsync();
