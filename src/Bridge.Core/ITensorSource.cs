namespace Bridge.Core;

/// <summary>Named tensors of a file or a set of files.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Where it comes from, for messages.</summary>
    string Path { get; }

    /// <summary>All names, in file order.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>Free text beside the tensors.</summary>
    IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name, or null.</summary>
    TensorView? Find(string name);
}
