using Bridge.Models.Heads;

namespace Bridge.Models.Description;

/// <summary>A model class with one fixed head, told as the flexible head that computes the same.</summary>
/// <param name="ModelClass">The class (<c>RobertaForSequenceClassification</c>).</param>
/// <param name="Config">What it is; how many labels says the checkpoint.</param>
/// <param name="Modules">Its modules by the numbers of the flexible head's; null where a number has no tensors (dropout, activation).</param>
public sealed record FixedHead(string ModelClass, HeadConfig Config, IReadOnlyList<string?> Modules)
{
    /// <summary>Another name of what the last module adds: saved twice by classes that tie it, alone where the module has no bias. May have the shape (1, outputs).</summary>
    public string? Offset { get; init; }

    /// <summary>What checkpoints of this class put before the base model's names, where that is not <see cref="ModelDescription.BasePrefix"/>.</summary>
    public string? BasePrefix { get; init; }

    /// <summary>The name of the last module, which gives the outputs.</summary>
    internal string Last => Modules[^1]!;

    /// <summary>The class's name of a flexible head's tensor: <c>heads.NAME.1.weight</c> is <c>classifier.weight</c>.</summary>
    internal string NameOf(string expected)
    {
        var parts = expected.Split('.');
        return int.TryParse(parts[^2], out var number) && number < Modules.Count && Modules[number] is { } module ? $"{module}.{parts[^1]}" : expected;
    }

    /// <summary>The same for files: where the last module has no bias of its own, that stands alone.</summary>
    internal string FileNameOf(string expected) => IsLoneOffset(NameOf(expected)) ? Offset! : NameOf(expected);

    /// <summary>Whether the class adds to its outputs without a bias of the last module.</summary>
    internal bool AddsAlone => Offset is not null && Config is LanguageModelHeadConfig { Bias: false };

    private bool IsLoneOffset(string name) => AddsAlone && name == $"{Last}.bias";
}
