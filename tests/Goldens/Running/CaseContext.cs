using Goldens.Comparing;

namespace Goldens.Running;

/// <summary>What a kind of case has to work with.</summary>
public sealed class CaseContext : IDisposable
{
    /// <summary>Opens a case: its model and its expected numbers.</summary>
    public CaseContext(GoldenCase golden, ModelCache models)
    {
        Case = golden;
        Base = models.Get(golden.ModelFolder);
        Expected = TensorFile.Read(golden.PathOf("expected.safetensors"));
        Tolerances = new Tolerances(golden.Object("tolerance"));
        Skip = new Patterns(golden);
    }

    /// <summary>The case.</summary>
    public GoldenCase Case { get; }

    /// <summary>Its base model.</summary>
    public BaseModel Base { get; }

    /// <summary>expected.safetensors.</summary>
    public TensorFile Expected { get; }

    /// <summary>How far off numbers may be.</summary>
    public Tolerances Tolerances { get; }

    /// <summary>What is not compared.</summary>
    public Patterns Skip { get; }

    /// <summary>What comparing found.</summary>
    public Findings Findings { get; } = new();

    /// <summary>Compares with a tensor of expected.safetensors, unless the case leaves it out.</summary>
    public void Compare(string name, Tensor actual, Func<Tensor, double> allowed)
    {
        if (Skip.Leaves(name)) Findings.Ignore(name);
        else if (Expected.Find(name) is { } expected) Findings.Check(name, actual, expected, allowed(expected));
        else Findings.Add(name, "is not among the expected tensors");
    }

    /// <summary>Compares outputs with those recorded under <paramref name="prefix"/>; every one of <paramref name="names"/> must be there.</summary>
    public void CompareOutputs(string prefix, IReadOnlyDictionary<string, Tensor> outputs, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (outputs.TryGetValue(name, out var output)) Compare(prefix + name, output, Tolerances.Output);
            else throw new UnsupportedException($"output {OutputKind(name)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Expected.Dispose();

    private static string OutputKind(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }
}
