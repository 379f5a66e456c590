using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using SentimentService;

namespace AdapterBridge.Client.Tests;

public sealed class ExampleTests(RealService service)
{
    [Fact]
    public async Task SentimentService_Classify_LabelsTextsAndReportsErrors()
    {
        await service.Model.Adapters.CreateAsync("example", "lora[r=2]", seed: 1).WaitAsync(RealService.Patience);
        await service.Model.Heads.CreateAsync("example", ["negative", "positive"], seed: 1).WaitAsync(RealService.Patience);
        string[] texts = ["What a day!", "Never again."];
        var expected = await service.Model.ClassifyAsync(texts, Setup.Of("example").WithHeads("example")).WaitAsync(RealService.Patience);

        await using var factory = new WebApplicationFactory<ClassifyRequest>().WithWebHostBuilder(host => host
            .UseSetting("Bridge:Address", service.Address).UseSetting("Sentiment:Adapter", "example").UseSetting("Sentiment:Head", "example"));
        using var http = factory.CreateClient();
        using var answer = await http.PostAsJsonAsync("/classify", new ClassifyRequest(texts)).WaitAsync(RealService.Patience);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var found = await answer.Content.ReadFromJsonAsync<LabelledText[]>();
        Assert.Equal(expected.Select(c => (c.Label, c.Score)), found!.Select(t => (t.Label, t.Score)));

        using var empty = await http.PostAsJsonAsync("/classify", new ClassifyRequest([])).WaitAsync(RealService.Patience);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var missing = await http.PostAsJsonAsync("/classify", new ClassifyRequest(texts, "gone")).WaitAsync(RealService.Patience);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var problem = await missing.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("ADAPTER_NOT_FOUND", problem.GetProperty("reason").GetString());
        Assert.Contains("application/problem+json", missing.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        using var ready = await http.GetAsync(new Uri("/ready", UriKind.Relative)).WaitAsync(RealService.Patience);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }
}
