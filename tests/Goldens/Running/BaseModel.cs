using Bridge.Models;
using Goldens.Comparing;

namespace Goldens.Running;

/// <summary>A base model and the inputs recorded for it.</summary>
public sealed record BaseModel(TransformerModel Model, TensorFile Inputs) : IDisposable
{
    /// <summary>The engine's name of a parameter that the reference names with or without the base model's prefix.</summary>
    public string Plain(string name)
    {
        var prefix = Model.Description.BasePrefix;
        return prefix.Length > 0 && name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Model.Dispose();
        Inputs.Dispose();
    }
}
