using Bridge.Models;
using Goldens.Comparing;

namespace Goldens.Running;

/// <summary>Base models by folder, with the inputs beside them. Frozen, so cases share them; the last few stay.</summary>
public sealed class ModelCache : IDisposable
{
    private const int Kept = 4;
    private readonly LinkedList<BaseModel> _models = [];

    /// <summary>The model in that folder.</summary>
    public BaseModel Get(string folder)
    {
        var found = _models.FirstOrDefault(m => m.Model.Folder == folder);
        if (found is not null)
        {
            _models.Remove(found);
            _models.AddFirst(found);
            return found;
        }
        found = new BaseModel(TransformerModel.Load(folder), TensorFile.Read(Path.Combine(folder, "inputs.safetensors")));
        _models.AddFirst(found);
        if (_models.Count > Kept)
        {
            _models.Last!.Value.Dispose();
            _models.RemoveLast();
        }
        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in _models) model.Dispose();
        _models.Clear();
    }
}
