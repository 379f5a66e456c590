namespace AdapterBridge.Client;

/// <summary>The prediction heads of a model.</summary>
public sealed class Heads
{
    private readonly Connection _connection;
    private readonly string _model;

    internal Heads(Connection connection, string model) => (_connection, _model) = (connection, model);

    /// <summary>Creates a classification head whose labels have these names, in the order of their ids.</summary>
    public Task<Head> CreateAsync(string headId, IReadOnlyList<string> labels, ulong? seed = null, CancellationToken cancellationToken = default) =>
        CreateAsync(headId, new ClassificationHeadConfig { Labels = labels }, seed, cancellationToken);

    /// <summary>Creates a head with fresh weights.</summary>
    public async Task<Head> CreateAsync(string headId, HeadConfig config, ulong? seed = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.CreateHeadRequest { Parent = _model, HeadId = headId, Config = config.ToMessage(), RequestId = ResourceNames.RequestId() };
        if (seed is { } value) request.Seed = value;
        return Head.From(await _connection.Heads.CreateHeadAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false));
    }

    /// <summary>One head.</summary>
    public async Task<Head> GetAsync(ResourceReference head, CancellationToken cancellationToken = default) =>
        Head.From(await _connection.Heads.GetHeadAsync(new Wire.GetHeadRequest { Name = NameOf(head) }, _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>All heads of the model, oldest first.</summary>
    public IAsyncEnumerable<Head> ListAsync(CancellationToken cancellationToken = default) => Connection.PagesAsync<Head>(async token =>
    {
        var page = await _connection.Heads.ListHeadsAsync(new Wire.ListHeadsRequest { Parent = _model, PageToken = token }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return ([.. page.Heads.Select(Head.From)], page.NextPageToken);
    });

    /// <summary>Removes a head; with <paramref name="etag"/> only in that version.</summary>
    public async Task DeleteAsync(ResourceReference head, bool allowMissing = false, string etag = "", CancellationToken cancellationToken = default)
    {
        var request = new Wire.DeleteHeadRequest { Name = NameOf(head), AllowMissing = allowMissing, Etag = etag, RequestId = ResourceNames.RequestId() };
        await _connection.Heads.DeleteHeadAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }

    private string NameOf(ResourceReference head) => head.In($"{_model}/heads");
}
