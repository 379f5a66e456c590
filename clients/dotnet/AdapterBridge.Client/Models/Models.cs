namespace AdapterBridge.Client;

/// <summary>The base models of the server.</summary>
public sealed class Models
{
    private readonly Connection _connection;

    internal Models(Connection connection) => _connection = connection;

    /// <summary>A model to work with by its id, without asking the server about it.</summary>
    public ModelReference this[ResourceReference model] => new(_connection, model.In("models"));

    /// <summary>Loads a model from a folder of the server and waits for it.</summary>
    /// <exception cref="AdapterBridgeException">What made it fail.</exception>
    public async Task<Model> LoadAsync(string modelId, string path, string? device = null, DataType dataType = DataType.Unspecified, CancellationToken cancellationToken = default)
    {
        var operation = await StartLoadingAsync(modelId, path, device, dataType, cancellationToken).ConfigureAwait(false);
        return await operation.WaitAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to load a model from a folder of the server.</summary>
    public async Task<Operation<Model>> StartLoadingAsync(
        string modelId, string path, string? device = null, DataType dataType = DataType.Unspecified, CancellationToken cancellationToken = default)
    {
        var request = new Wire.LoadModelRequest { ModelId = modelId, Path = path, Device = device ?? "", DataType = (Wire.DataType)dataType, RequestId = ResourceNames.RequestId() };
        var message = await _connection.Models.LoadModelAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return new Operation<Model>(_connection, message, any => new Model(_connection, any.Unpack<Wire.Model>()));
    }

    /// <summary>One model.</summary>
    public async Task<Model> GetAsync(ResourceReference model, CancellationToken cancellationToken = default) =>
        new(_connection, await _connection.Models.GetModelAsync(new Wire.GetModelRequest { Name = model.In("models") }, _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>All models, oldest first.</summary>
    public IAsyncEnumerable<Model> ListAsync(CancellationToken cancellationToken = default) => Connection.PagesAsync<Model>(async token =>
    {
        var page = await _connection.Models.ListModelsAsync(new Wire.ListModelsRequest { PageToken = token }, _connection.Call(cancellationToken)).ConfigureAwait(false);
        return ([.. page.Models.Select(m => new Model(_connection, m))], page.NextPageToken);
    });

    /// <summary>Frees a model with its adapters and heads.</summary>
    public async Task UnloadAsync(ResourceReference model, bool allowMissing = false, CancellationToken cancellationToken = default)
    {
        var request = new Wire.UnloadModelRequest { Name = model.In("models"), AllowMissing = allowMissing, RequestId = ResourceNames.RequestId() };
        await _connection.Models.UnloadModelAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false);
    }
}
