namespace Bridge.Adapters.Storage;

/// <summary>How strictly an adapter is loaded.</summary>
public sealed record AdapterLoadOptions
{
    /// <summary>Missing tensors keep fresh values, others are ignored; the report tells. Off by default: they are errors.</summary>
    public bool AllowPartial { get; init; }

    /// <summary>What fresh values draw from.</summary>
    public RandomSource Random { get; init; } = new(0);

    /// <summary>Layers in which the adapter shall not act, besides those its configuration leaves out; their tensors in the file are passed over.</summary>
    public IReadOnlyList<int> LeaveOut { get; init; } = [];

    /// <summary>Unknown configuration keys are kept and not refused, whatever their value.</summary>
    public bool Lenient { get; init; }
}
