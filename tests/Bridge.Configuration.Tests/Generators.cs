using Bridge.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Bridge.Configuration.Tests;

/// <summary>Any legal configuration and any legal composition.</summary>
public static class Generators
{
    private static readonly Gen<bool> Flag = ArbMap.Default.GeneratorFor<bool>();
    private static readonly Gen<double> Fraction = Gen.Choose(0, 999).Select(n => n / 1000.0);
    private static readonly Gen<double> Real = ArbMap.Default.GeneratorFor<NormalFloat>().Select(f => (double)f);
    private static readonly Gen<double> Positive = Gen.OneOf(Gen.Choose(1, 4096).Select(n => (double)n), Fraction.Select(f => f + 0.001));
    private static readonly Gen<long?> Seed = Gen.OneOf(Gen.Constant((long?)null), ArbMap.Default.GeneratorFor<long>().Select(l => (long?)l));
    private static readonly Gen<string?> Activation = Gen.Elements<string?>(null, "relu", "gelu", "TANH", "leakyrelu");
    private static readonly Gen<ValueList<int>> Layers = Gen.Choose(0, 40).ListOf().Select(ValueList.From);
    private static readonly Gen<DataType?> Dtype = Gen.Elements<DataType?>(null, DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16);
    private static readonly Gen<string?> AnyText = ArbMap.Default.GeneratorFor<string>().Where(s => s is null || !s.Any(char.IsSurrogate))
        .Select(s => s is null ? null : s + (s.Length % 2 == 0 ? "|a=b]['\"\\\n" : ""));

    public static Arbitrary<AdapterConfig> Configs() => Gen.OneOf(Method, Method, Union).ToArbitrary();

    public static Arbitrary<Composition> Compositions() => Gen.Choose(0, 2).SelectMany(depth => Block("Stack", depth)).ToArbitrary();

    private static Gen<AdapterConfig> Method => Gen.OneOf(
        Bottleneck.Select(c => (AdapterConfig)c), Lora.Select(c => (AdapterConfig)c), MultiTask.Select(c => (AdapterConfig)c), Prefix.Select(c => (AdapterConfig)c),
        Prompt.Select(c => (AdapterConfig)c), Reft.Select(c => (AdapterConfig)c));

    private static Gen<AdapterConfig> Union =>
        from bottleneck in Bottleneck
        from lora in Lora
        from prefix in Prefix
        from reft in Reft
        from count in Gen.Choose(0, 4)
        select (AdapterConfig)new ConfigUnion { Configs = ValueList.From(new AdapterConfig[] { bottleneck, lora, prefix, reft }.Take(count)) };

    private static Gen<ReductionFactor> Factor => Gen.OneOf(
        Positive.Select(p => (ReductionFactor)p),
        from layers in Gen.Choose(0, 12).ListOf()
        from factor in Positive
        from otherwise in Gen.OneOf(Gen.Constant((double?)null), Positive.Select(p => (double?)p))
        select ReductionFactor.ByLayer(layers.Distinct().Select(l => KeyValuePair.Create(l, factor)), otherwise));

    private static Gen<BottleneckConfig> Bottleneck =>
        from flags in Flag.ArrayOf(16)
        from factor in Factor
        from activation in Activation
        from scaling in Gen.OneOf(Real.Select(r => (Scaling)r), Gen.Elements(Scaling.Learned, Scaling.Channel))
        from seed in Seed
        from layers in Layers
        from fractions in Fraction.ArrayOf(3)
        from inverse in Positive
        from kinds in Gen.Choose(0, 2).ArrayOf(4)
        from sizes in Gen.Choose(1, 64).ArrayOf(2)
        select new BottleneckConfig
        {
            MhAdapter = flags[0], OutputAdapter = flags[1], ReductionFactor = factor, NonLinearity = activation, OriginalLnBefore = flags[2], OriginalLnAfter = flags[3],
            LnBefore = flags[4], LnAfter = flags[5], InitWeights = (BottleneckInit)kinds[0], InitWeightsSeed = seed, IsParallel = flags[6], Scaling = scaling,
            UseGating = flags[7], ResidualBeforeLn = (ResidualPlacement)kinds[1], AdapterResidualBeforeLn = flags[8],
            InvAdapter = kinds[2] == 0 ? null : (InvertibleKind)(kinds[2] - 1), InvAdapterReductionFactor = inverse, CrossAdapter = flags[9], LeaveOut = layers,
            Dropout = fractions[0], PhmLayer = flags[10], PhmDim = sizes[0], FactorizedPhmW = flags[11], SharedWPhm = flags[12], SharedPhmRule = flags[13],
            FactorizedPhmRule = flags[14], PhmCInit = (PhmRuleInit)(kinds[3] / 2), PhmInitRange = fractions[1], LearnPhm = flags[15],
            HypercomplexNonlinearity = (PhmWeightInit)kinds[3], PhmRank = sizes[1], PhmBias = flags[0], StochasticDepth = fractions[2],
        };

    private static Gen<LoraConfig> Lora =>
        from flags in Flag.ArrayOf(5)
        from layers in Layers
        from r in Gen.Choose(1, 4096)
        from alpha in Real
        from dropout in Fraction
        from matrices in Gen.Elements("q", "k", "v", "o").ListOf()
        from kinds in Gen.Choose(0, 1).ArrayOf(2)
        from seed in Seed
        from vera in Gen.OneOf(Gen.Constant((VeraValue?)null), Real.Select(v => (VeraValue?)v), Gen.Choose(0, 9).Select(v => (VeraValue?)new VeraValue(v, true)))
        from dtype in Dtype
        select new LoraConfig
        {
            SelfattnLora = flags[0], IntermediateLora = flags[1], OutputLora = flags[2], LeaveOut = layers, R = kinds[0] == 1 ? 1 : r, Alpha = alpha, Dropout = dropout,
            AttnMatrices = ValueList.From(matrices), CompositionMode = (LoraComposition)kinds[0], InitWeights = (LoraInit)(kinds[1] * 2), InitWeightsSeed = seed,
            UseGating = flags[3], UseDora = flags[4], VeraD = vera, VeraB = vera, Dtype = dtype,
        };

    private static Gen<MtlLoraConfig> MultiTask =>
        from r in Gen.Choose(1, 64)
        from up in Gen.Choose(1, 8)
        from kind in Gen.Choose(0, 1)
        from sharpness in Positive
        select new MtlLoraConfig { R = r, NUpProjection = up, TaskSpecificMatrixType = (TaskMatrixKind)kind, WeightsSharpness = sharpness };

    private static Gen<PrefixTuningConfig> Prefix =>
        from flags in Flag.ArrayOf(5)
        from sizes in Gen.Choose(1, 900).ArrayOf(2)
        from activation in Activation
        from layers in Layers
        from dropout in Fraction
        from seed in Seed
        select new PrefixTuningConfig
        {
            EncoderPrefix = flags[0], CrossPrefix = flags[1], Flat = flags[2], UseGating = flags[3], SharedGating = flags[4], PrefixLength = sizes[0], BottleneckSize = sizes[1],
            NonLinearity = activation, LeaveOut = layers, Dropout = dropout, InitWeightsSeed = seed,
        };

    private static Gen<PromptTuningConfig> Prompt =>
        from length in Gen.Choose(1, 900)
        from text in AnyText
        from placement in Gen.Choose(0, 1)
        from scale in Gen.OneOf(Gen.Constant(0.5), Fraction)
        from seed in Seed
        select new PromptTuningConfig
        {
            PromptLength = length, PromptInit = string.IsNullOrEmpty(text) ? PromptInit.RandomUniform : PromptInit.FromString, PromptInitText = text,
            Combine = (PromptPlacement)placement, RandomUniformScale = scale, InitWeightsSeed = seed,
        };

    private static Gen<ReftConfig> Reft =>
        from flags in Flag.ArrayOf(4)
        from layers in Gen.OneOf(Gen.Constant(LayerSelection.All), Layers.Select(l => new LayerSelection(l)))
        from positions in Gen.Choose(0, 20).ArrayOf(2)
        from r in Gen.Choose(1, 64)
        from activation in Activation
        from dropout in Fraction
        from dtype in Dtype
        select new ReftConfig
        {
            Layers = layers, PrefixPositions = positions[0], SuffixPositions = positions[1], R = r, Orthogonality = flags[0], TiedWeights = flags[1], SubtractProjection = flags[2],
            OutputReft = flags[3], NonLinearity = activation, Dropout = dropout, Dtype = dtype,
        };

    private static Gen<string> Name => Gen.Elements("a", "b", "sst-2", "en_wiki@ukp", "Stack", "with space", "it's", "a,b", "f(x)=[1]");

    private static Gen<Composition> Block(string kind, int depth)
    {
        var part = depth == 0
            ? Name.Select(n => (Composition)new Leaf(n))
            : Gen.OneOf(Name.Select(n => (Composition)new Leaf(n)), Gen.Elements(CompositionRules.AllowedIn(kind).ToArray()).SelectMany(k => Block(k, depth - 1)));
        return part.NonEmptyListOf().SelectMany(parts => Make(kind, ValueList.From(parts)));
    }

    private static Gen<Composition> Make(string kind, ValueList<Composition> parts) => kind switch
    {
        "Fuse" => Gen.OneOf(Gen.Constant((string?)null), Name.Select(n => (string?)n)).Select(n => (Composition)new Fuse(parts, n)),
        "Split" => Gen.Choose(0, 64).ArrayOf(parts.Count).Select(s => (Composition)new Split(parts, ValueList.From(s))),
        "BatchSplit" => Gen.Choose(0, 64).ArrayOf(parts.Count).Select(s => (Composition)new BatchSplit(parts, ValueList.From(s))),
        "Average" => Gen.Choose(1, 1000).ArrayOf(parts.Count).SelectMany(w => Flag.Select(f => (Composition)Average.Of(parts, ValueList.From(w.Select(n => n / 7.0)), f))),
        "Parallel" => Gen.Constant((Composition)new Parallel(parts)),
        "MultiTask" => Gen.Constant((Composition)new MultiTask(parts)),
        _ => Gen.Constant((Composition)new Stack(parts)),
    };
}
