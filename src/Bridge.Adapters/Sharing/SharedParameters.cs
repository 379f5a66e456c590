namespace Bridge.Adapters.Sharing;

/// <summary>Tensors that several adapters use together (<c>share_parameters</c> of the reference library).</summary>
public sealed class SharedParameters : IDisposable
{
    internal SharedParameters(string name, IReadOnlyList<string> adapters, IReadOnlyDictionary<string, Tensor> parameters) => (Name, Adapters, Parameters) = (name, adapters, parameters);

    /// <summary>The name of the group.</summary>
    public string Name { get; }

    /// <summary>The adapters that share.</summary>
    public IReadOnlyList<string> Adapters { get; }

    /// <summary>The tensors by the reference library's names; each adapter lists the same tensors under its own.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var parameter in Parameters.Values) parameter.Dispose();
    }
}
