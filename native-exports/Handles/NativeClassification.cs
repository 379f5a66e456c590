using Bridge.Engine;

namespace Bridge.Native.Handles;

/// <summary>bridge_classification.</summary>
internal sealed class NativeClassification(ClassifyResult result) : IDisposable
{
    public ClassifyResult Result { get; } = result;

    public IReadOnlyList<NativeText> Labels { get; } = [.. result.Labels.Select(l => new NativeText(l))];

    public void Dispose()
    {
        foreach (var label in Labels) label.Dispose();
    }
}
