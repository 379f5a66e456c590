using Bridge.Checkpoints;
using Bridge.Torch;

namespace Bridge.Models.Vocabularies;

/// <summary>Embeddings as the reference library keeps them: one parameter, a pickle.</summary>
internal static class EmbeddingStorage
{
    private const string FileName = "embedding.pt";

    public static void Save(string folder, Tensor table)
    {
        Directory.CreateDirectory(folder);
        TorchPickleWriter.WriteParameter(Path.Combine(folder, FileName), TensorContent.Of(Tensors.ToView(TorchPickleFile.RootName, table)));
    }

    /// <summary>The table of a folder or file, float32. The caller's.</summary>
    public static Tensor Load(string path, TransformerModel model)
    {
        var file = Directory.Exists(path) || !File.Exists(path) ? Path.Combine(path, FileName) : path;
        using var source = Checkpoint.Open(file);
        var only = source.Names.Count == 1 ? source.Find(source.Names.First()) : null;
        if (only is not { Shape.Rank: 2 } view || view.Shape[1] != model.Description.EmbeddingSize || view.Shape[0] == 0 || !view.DataType.IsFloatingPoint())
        {
            var found = only is null ? $"{source.Names.Count} tensors" : $"{only.DataType} {only.Shape}";
            throw BridgeException.Precondition(ErrorReason.CheckpointMismatch,
                $"\"{file}\" holds {found}; embeddings of this model are one floating-point tensor (vocabulary, {model.Description.EmbeddingSize})",
                ("path", file), ("found", found), ("allowed", model.Description.EmbeddingSize));
        }
        using var mapped = Tensors.FromView(view, CPU);
        return mapped.to(ScalarType.Float32, model.Device, copy: true).DetachFromDisposeScope();
    }
}
