using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The tensors of a checkpoint's own head, copied, in the shape in which the head wants them.</summary>
internal sealed class OwnHeadSource(TransformerModel model, string head, IReadOnlyDictionary<string, string> names) : ParameterSource
{
    protected override Tensor Make(string name, Shape shape, Initializer initializer, RandomSource? random)
    {
        var stored = names[name[$"heads.{head}.".Length..]];
        var view = model.Checkpoint.Find(stored) ?? throw BridgeException.Corrupt($"\"{model.Folder}\" lacks \"{stored}\"", ("path", model.Folder), ("tensor", stored));
        if (view.Shape.ElementCount != shape.ElementCount)
            throw BridgeException.Corrupt($"\"{stored}\" has shape {view.Shape} where {shape} is expected", ("path", model.Folder), ("tensor", stored), ("shape", view.Shape), ("allowed", shape));
        using var mapped = Bridge.Torch.Tensors.FromView(view, model.Device);
        using var copied = mapped.to(ScalarType.Float32, model.Device, copy: true);
        using var shaped = copied.reshape(shape.Dimensions);
        return shaped.detach();
    }
}
