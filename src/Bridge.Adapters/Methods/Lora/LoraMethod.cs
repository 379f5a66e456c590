using Bridge.Adapters.Composing;
using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// LoRA (Hu et al. 2022, arXiv:2106.09685): W x + (alpha / r) B A x; (IA)^3 (Liu et al. 2022, arXiv:2205.05638) as its scaling variant: l * (W x);
/// DoRA (Liu et al. 2024, arXiv:2402.09353): magnitude and direction apart; VeRA (Kopiczko et al. 2024, arXiv:2310.11454): frozen shared A and B, learned scalings;
/// MTL-LoRA (Yang et al. 2025, arXiv:2410.09437): a task matrix and several B.
/// </summary>
internal sealed class LoraMethod : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is LoraFamilyConfig;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var lora = (LoraFamilyConfig)config;
        if (lora.CompositionMode == LoraComposition.Scale) CheckScale(context, lora);
        var slots = context.Slots.Linear.Where(slot => !lora.LeaveOut.Contains(slot.Layer) && Targets(lora, slot)).ToList();
        var shared = slots.Count > 0 && IsVera(lora) ? VeraShared.Build(context, lora, slots) : null;
        var merged = new Dictionary<MergedProjection, MergedParameters>();
        foreach (var slot in slots)
        {
            // What the reference library has in merged projections; the rest of the family acts in each part as in a projection of its own.
            var module = slot.Parent is { } parent && shared is null && !lora.UseDora && lora is not MtlLoraConfig
                ? Module(context, lora, slot, merged.TryGetValue(parent, out var known) ? known : merged[parent] = Merged(context, lora, parent, slots))
                : Module(context, lora, slot, shared);
            context.Modules.Linear.Add(slot.Index, module);
        }
    }

    // attn_matrices may name "o", which the reference library reads and does not act on.
    private static bool Targets(LoraFamilyConfig config, LinearSlot slot) => slot.Role switch
    {
        LinearRole.Query => config.SelfattnLora && config.AttnMatrices.Contains("q"),
        LinearRole.Key => config.SelfattnLora && config.AttnMatrices.Contains("k"),
        LinearRole.Value => config.SelfattnLora && config.AttnMatrices.Contains("v"),
        LinearRole.Up => config.IntermediateLora,
        LinearRole.Down => config.OutputLora,
        _ => false,
    };

    // A vector that multiplies has neither an input to drop numbers of nor a direction.
    private static void CheckScale(BuildContext context, LoraFamilyConfig config)
    {
        if (config.UseDora) throw NotWithScale("use_dora", "True", "False");
        if (config.Dropout > 0) throw NotWithScale("dropout", config.Dropout.ToString(System.Globalization.CultureInfo.InvariantCulture), "0");

        BridgeException NotWithScale(string key, string value, string allowed) => BridgeException.Invalid(ErrorReason.ConfigValueRange,
            $"adapter \"{context.Adapter}\": {key} {value} does not go with composition_mode \"scale\"; allowed is {allowed}", ("adapter", context.Adapter), ("key", key), ("value", value), ("allowed", allowed));
    }

    private static LinearModule Module(BuildContext context, LoraFamilyConfig config, LinearSlot slot, VeraShared? shared)
    {
        var at = context.At($"{slot.Name}.loras.{context.Adapter}", config.InitWeightsSeed);
        if (config.CompositionMode == LoraComposition.Scale)
        {
            var scale = at.Get("lora_B", ScaleInitializer(config.InitWeights), slot.OutFeatures, config.R);
            return new ScaleModule(scale, config.Alpha, Gate(context, at, config, slot));
        }
        var factors = Factors(at, config, slot, shared);
        var scaling = config.Alpha / (double)config.R;
        var magnitude = config.UseDora
            ? at.Get("m.weight", new Initializer.Computed(_ => linalg.norm(slot.Weight, dims: [1], keepdim: true)), slot.OutFeatures, 1)
            : null;
        var gate = Gate(context, at, config, slot);
        return magnitude is null ? new LoraModule(factors, scaling, config.Dropout, gate) : new DoraModule(factors, magnitude, scaling, config.Dropout, gate);
    }

    private static MergedParameters Merged(BuildContext context, LoraFamilyConfig config, MergedProjection parent, List<LinearSlot> slots)
    {
        var (first, second) = Initializers(config.InitWeights);
        if (config.CompositionMode == LoraComposition.Scale) second = ScaleInitializer(config.InitWeights);
        return new MergedParameters(context.At($"{parent.Name}.loras.{context.Adapter}", config.InitWeightsSeed), config, [.. parent.Parts.Where(slots.Contains)], first, second);
    }

    private static LinearModule Module(BuildContext context, LoraFamilyConfig config, LinearSlot slot, MergedParameters merged) => config.CompositionMode == LoraComposition.Scale
        ? new ScaleModule(merged.B(slot), config.Alpha, merged.Gate(slot, context.Adapter))
        : new LoraModule(new PlainFactors(merged.A(slot), merged.B(slot)), config.Alpha / (double)config.R, config.Dropout, merged.Gate(slot, context.Adapter));

    private static LoraFactors Factors(ModuleParameters at, LoraFamilyConfig config, LinearSlot slot, VeraShared? shared)
    {
        if (shared is not null) return VeraFactors.Build(at, config, shared, slot);
        var (first, second) = Initializers(config.InitWeights);
        var a = at.Get("lora_A", first, config.R, slot.InFeatures);
        if (config is not MtlLoraConfig tasks) return new PlainFactors(a, at.Get("lora_B", second, slot.OutFeatures, config.R));
        return MtlFactors.Build(at, tasks, a, slot);
    }

    // One of the two being written as a floating-point number makes it VeRA.
    private static bool IsVera(LoraFamilyConfig config) => config.CompositionMode == LoraComposition.Add && (config.VeraD is { IsInteger: false } || config.VeraB is { IsInteger: false });

    private static Gate? Gate(BuildContext context, ModuleParameters at, LoraFamilyConfig config, LinearSlot slot) => config.UseGating
        ? Methods.Gate.From(at, slot.InFeatures, new Initializer.Normal(0.02), new Initializer.LinearBias(slot.InFeatures), context.Adapter, slot.Layer, Places.Of(slot))
        : null;

    internal static (Initializer A, Initializer B) Initializers(LoraInit kind) => kind switch
    {
        LoraInit.Lora => (new Initializer.KaimingUniform(Math.Sqrt(5)), Initializer.Zeros),
        LoraInit.Bert => (new Initializer.Normal(0.02), new Initializer.Normal(0.02)),
        LoraInit.Ia3 => (Initializer.Ones, Initializer.Ones),
        _ => (new Initializer.KaimingUniform(0), new Initializer.KaimingUniform(0)),
    };

    private static Initializer ScaleInitializer(LoraInit kind) => kind switch
    {
        LoraInit.Lora => Initializer.Zeros,
        LoraInit.Bert => new Initializer.Normal(0.02),
        LoraInit.Ia3 => Initializer.Ones,
        _ => throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"init_weights \"{kind}\" does not fit composition_mode \"scale\"; allowed are lora, bert, ia3",
            ("key", "init_weights"), ("value", kind), ("allowed", "lora, bert, ia3")),
    };
}
