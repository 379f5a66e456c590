namespace AdapterBridge.Client;

/// <summary>The adapters of a model.</summary>
public sealed partial class Adapters
{
    private static readonly TimeSpan FileTime = TimeSpan.FromMinutes(5);
    private readonly Connection _connection;
    private readonly string _model;

    internal Adapters(Connection connection, string model) => (_connection, _model) = (connection, model);

    /// <summary>Creates an adapter with fresh weights: <c>CreateAsync("mood", "lora[r=8]")</c> or <c>CreateAsync("mood", new LoraConfig { R = 8 })</c>.</summary>
    public async Task<Adapter> CreateAsync(string adapterId, AdapterConfig config, ulong? seed = null, CancellationToken cancellationToken = default) =>
        Adapter.From(await _connection.Adapters.CreateAdapterAsync(CreateRequest(adapterId, config, seed), _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>What <see cref="CreateAsync"/> would add; creates nothing.</summary>
    public async Task<AdapterPlan> PlanAsync(string adapterId, AdapterConfig config, CancellationToken cancellationToken = default)
    {
        var request = CreateRequest(adapterId, config, null);
        request.ValidateOnly = true;
        return AdapterPlan.From((await _connection.Adapters.CreateAdapterAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false)).Plan);
    }

    /// <summary>One adapter.</summary>
    public async Task<Adapter> GetAsync(ResourceReference adapter, CancellationToken cancellationToken = default) =>
        Adapter.From(await _connection.Adapters.GetAdapterAsync(new Wire.GetAdapterRequest { Name = NameOf(adapter) }, _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>All adapters of the model, oldest first.</summary>
    public IAsyncEnumerable<Adapter> ListAsync(CancellationToken cancellationToken = default) => Connection.PagesAsync<Adapter>(async token =>
    {
        var page = await _connection.Adapters.ListAdaptersAsync(new Wire.ListAdaptersRequest { Parent = _model, PageToken = token }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return ([.. page.Adapters.Select(Adapter.From)], page.NextPageToken);
    });

    /// <summary>Removes an adapter; with <paramref name="etag"/> only in that version.</summary>
    public async Task DeleteAsync(ResourceReference adapter, bool allowMissing = false, string etag = "", CancellationToken cancellationToken = default)
    {
        var request = new Wire.DeleteAdapterRequest { Name = NameOf(adapter), AllowMissing = allowMissing, Etag = etag, RequestId = ResourceNames.RequestId() };
        await _connection.Adapters.DeleteAdapterAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Adds an adapter whose tensors are an average of others' of one configuration; <paramref name="rank"/> is for <see cref="AverageStrategy.DeltaSvd"/> alone.</summary>
    public async Task<Adapter> AverageAsync(
        string adapterId,
        IReadOnlyList<ResourceReference> adapters,
        IReadOnlyList<double>? weights = null,
        bool normalize = true,
        AverageStrategy strategy = AverageStrategy.Linear,
        int? rank = null,
        CancellationToken cancellationToken = default)
    {
        var request = new Wire.AverageAdaptersRequest
        {
            Parent = _model,
            AdapterId = adapterId,
            Adapters = { adapters.Select(NameOf) },
            Weights = { weights ?? [] },
            KeepWeights = !normalize,
            Strategy = (Wire.AverageStrategy)strategy,
            Rank = rank ?? 0,
            RequestId = ResourceNames.RequestId(),
        };
        return Adapter.From(await _connection.Adapters.AverageAdaptersAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>Puts an adapter's change into the base's weights; no other adapter of its kind acts there until <see cref="ResetMergedAsync"/>.</summary>
    public async Task<Adapter> MergeAsync(ResourceReference adapter, CancellationToken cancellationToken = default)
    {
        var request = new Wire.MergeAdapterRequest { Name = NameOf(adapter), RequestId = ResourceNames.RequestId() };
        return Adapter.From(await _connection.Adapters.MergeAdapterAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>Takes merged adapters out of the weights, which are then those of the base bit for bit.</summary>
    public async Task ResetMergedAsync(CancellationToken cancellationToken = default)
    {
        var request = new Wire.ResetMergedAdaptersRequest { Parent = _model, RequestId = ResourceNames.RequestId() };
        await _connection.Adapters.ResetMergedAdaptersAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    private string NameOf(ResourceReference adapter) => adapter.In($"{_model}/adapters");

    private string HeadName(ResourceReference? head) => head?.In($"{_model}/heads") ?? "";

    private Wire.CreateAdapterRequest CreateRequest(string adapterId, AdapterConfig config, ulong? seed)
    {
        var request = new Wire.CreateAdapterRequest { Parent = _model, AdapterId = adapterId, RequestId = ResourceNames.RequestId() };
        if (config is TextConfig text) request.ConfigString = text.Text;
        else request.Config = config.ToMessage();
        if (seed is { } value) request.Seed = value;
        return request;
    }
}
