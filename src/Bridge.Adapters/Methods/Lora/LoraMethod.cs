using Bridge.Adapters.Composing;
using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// LoRA (Hu et al. 2022, arXiv:2106.09685): W x + (alpha / r) B A x; (IA)^3 (Liu et al. 2022, arXiv:2205.05638) as its scaling variant: l * (W x);
/// DoRA (Liu et al. 2024, arXiv:2402.09353): magnitude and direction apart.
/// </summary>
internal sealed class LoraMethod : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is LoraConfig { Variant: LoraVariant.Lora or LoraVariant.Dora or LoraVariant.Ia3 };

    public void Build(BuildContext context, AdapterConfig config)
    {
        var lora = (LoraFamilyConfig)config;
        foreach (var slot in context.Slots.Linear)
            if (!lora.LeaveOut.Contains(slot.Layer) && Targets(lora, slot))
                context.Modules.Linear.Add(slot.Index, Module(context, lora, slot));
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

    private static LinearModule Module(BuildContext context, LoraFamilyConfig config, LinearSlot slot)
    {
        var at = context.At($"{slot.Name}.loras.{context.Adapter}", config.InitWeightsSeed);
        if (config.CompositionMode == LoraComposition.Scale)
        {
            var scale = at.Get("lora_B", ScaleInitializer(config.InitWeights), slot.OutFeatures, config.R);
            return new ScaleModule(scale, config.Alpha, Gate(at, config, slot));
        }
        var (first, second) = Initializers(config.InitWeights);
        var a = at.Get("lora_A", first, config.R, slot.InFeatures);
        var b = at.Get("lora_B", second, slot.OutFeatures, config.R);
        var scaling = config.Alpha / (double)config.R;
        if (config.UseDora)
        {
            var magnitude = at.Get("m.weight", new Initializer.Computed(_ => linalg.norm(slot.Weight, dims: [1], keepdim: true)), slot.OutFeatures, 1);
            return new DoraModule(a, b, magnitude, scaling, config.Dropout, Gate(at, config, slot));
        }
        return new LoraModule(a, b, scaling, config.Dropout, Gate(at, config, slot));
    }

    private static Gate? Gate(ModuleParameters at, LoraFamilyConfig config, LinearSlot slot) =>
        config.UseGating ? Methods.Gate.From(at, slot.InFeatures, new Initializer.Normal(0.02), new Initializer.LinearBias(slot.InFeatures)) : null;

    private static (Initializer A, Initializer B) Initializers(LoraInit kind) => kind switch
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
