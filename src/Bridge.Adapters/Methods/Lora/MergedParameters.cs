using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// The parameters of an adapter in projections that lie in one weight, as the reference library's files have them: the rows of those that are changed, one after another.
/// </summary>
internal sealed class MergedParameters
{
    private readonly IReadOnlyList<LinearSlot> _parts;
    private readonly LoraFamilyConfig _config;
    private readonly Tensor? _a;
    private readonly Tensor _b;
    private readonly LinearParameters? _gates;

    public MergedParameters(ModuleParameters at, LoraFamilyConfig config, IReadOnlyList<LinearSlot> parts, Initializer first, Initializer second)
    {
        (_parts, _config) = (parts, config);
        var count = parts.Count;
        if (config.CompositionMode == LoraComposition.Add) _a = at.Get("lora_A", first, (long)config.R * count, parts[0].InFeatures);
        _b = at.Get("lora_B", second, parts.Sum(p => p.OutFeatures), config.R);
        if (config.UseGating) _gates = at.Linear("gate", parts[0].InFeatures, count, new Initializer.Normal(0.02), new Initializer.LinearBias(parts[0].InFeatures));
    }

    /// <summary>A, (r, in), of one projection.</summary>
    public ParameterPart A(LinearSlot slot) => new(_a!, Place(slot) * _config.R, _config.R);

    /// <summary>B, (out, r).</summary>
    public ParameterPart B(LinearSlot slot) => new(_b, _parts.Take(Place(slot)).Sum(p => p.OutFeatures), slot.OutFeatures);

    /// <summary>Its gate, or null.</summary>
    public Gate? Gate(LinearSlot slot, string adapter) =>
        _gates is { } gates ? new Gate(new(gates.Weight, Place(slot), 1), new(gates.Bias, Place(slot), 1), adapter, slot.Layer, Places.Of(slot)) : null;

    private int Place(LinearSlot slot) => _parts.TakeWhile(p => p != slot).Count();
}
