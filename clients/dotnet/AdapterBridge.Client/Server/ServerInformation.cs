namespace AdapterBridge.Client;

/// <summary>About the server itself.</summary>
public sealed class ServerInformation
{
    private readonly Connection _connection;

    internal ServerInformation(Connection connection) => _connection = connection;

    /// <summary>Versions, devices, methods, limits. Waits for a server that is just starting, up to the client's deadline.</summary>
    public async Task<ServerInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        ServerInfo.From(await _connection.Server.GetServerInfoAsync(new Wire.GetServerInfoRequest(), _connection.Call(cancellationToken)).ConfigureAwait(false));

    /// <summary>Which methods, blocks, heads and metrics the server has, for one model where that is given.</summary>
    public async Task<Capabilities> GetCapabilitiesAsync(ResourceReference? model = null, CancellationToken cancellationToken = default)
    {
        var request = new Wire.GetCapabilitiesRequest { Model = model?.In("models") ?? "" };
        return Capabilities.From(await _connection.Server.GetCapabilitiesAsync(request, _connection.Call(cancellationToken)).ConfigureAwait(false));
    }
}
