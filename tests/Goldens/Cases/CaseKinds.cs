using Goldens.Running;

namespace Goldens.Cases;

/// <summary>All kinds; the first that fits runs the case.</summary>
public static class CaseKinds
{
    private static readonly ICaseKind[] All =
    [
        new MissingKind("tuner", golden => $"PEFT method {golden.Text("tuner")}"),
        new EmbeddingCase(),
        new MissingKind("generations", _ => "generate()"),
        new IncrementalCase(),
        new StepsCase(),
        new LoadCase(),
        new RecordedCase(),
    ];

    /// <summary>The kind of a case.</summary>
    public static ICaseKind Of(GoldenCase golden) =>
        All.FirstOrDefault(kind => kind.Fits(golden)) ?? throw new UnsupportedException($"this kind of case ({string.Join(", ", golden.Document.Select(p => p.Key))})");
}
