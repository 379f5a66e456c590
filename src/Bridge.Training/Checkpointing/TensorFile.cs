using Bridge.Checkpoints;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bridge.Training.Checkpointing;

/// <summary>Named tensors in one safetensors file.</summary>
internal static class TensorFile
{
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors)
    {
        var views = tensors.Select(entry => Tensors.ToView(entry.Key, entry.Value)).ToArray();
        try
        {
            SafetensorsWriter.Write(path, views);
        }
        finally
        {
            foreach (var view in views) (view.Owner as IDisposable)?.Dispose();
        }
    }

    /// <summary>Hands all tensors of a file to <paramref name="use"/>, which may read them until it returns.</summary>
    public static void Read(string path, Action<IReadOnlyDictionary<string, Tensor>> use)
    {
        using var file = SafetensorsFile.Open(path);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            foreach (var name in file.Names) tensors[name] = Tensors.FromView(file.Find(name)!, CPU).DetachFromDisposeScope();
            use(tensors);
        }
        finally
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
        }
    }
}
