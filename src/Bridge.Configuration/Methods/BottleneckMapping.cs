using static Bridge.Configuration.ChoiceTables;

namespace Bridge.Configuration;

/// <summary>Between <see cref="BottleneckConfig"/> and documents.</summary>
internal static class BottleneckMapping
{
    public static BottleneckConfig Read(ValueReader r)
    {
        var config = new BottleneckConfig
        {
            MhAdapter = r.Bool("mh_adapter"),
            OutputAdapter = r.Bool("output_adapter"),
            ReductionFactor = r.ReductionFactor("reduction_factor"),
            NonLinearity = r.Activation("non_linearity"),
            OriginalLnBefore = r.Bool("original_ln_before"),
            OriginalLnAfter = r.Bool("original_ln_after"),
            LnBefore = r.Bool("ln_before"),
            LnAfter = r.Bool("ln_after"),
            InitWeights = r.Choice("init_weights", BottleneckInits),
            InitWeightsSeed = r.Integer("init_weights_seed"),
            IsParallel = r.Bool("is_parallel"),
            Scaling = r.Scaling("scaling"),
            UseGating = r.Bool("use_gating"),
            ResidualBeforeLn = r.Residual("residual_before_ln"),
            AdapterResidualBeforeLn = r.Bool("adapter_residual_before_ln"),
            InvAdapter = r.OptionalChoice("inv_adapter", Invertibles),
            InvAdapterReductionFactor = r.OptionalNumber("inv_adapter_reduction_factor"),
            CrossAdapter = r.Bool("cross_adapter"),
            LeaveOut = r.Layers("leave_out"),
            Dropout = r.Number("dropout"),
            PhmLayer = r.Bool("phm_layer"),
            PhmDim = r.Int("phm_dim"),
            FactorizedPhmW = r.Bool("factorized_phm_W"),
            SharedWPhm = r.Bool("shared_W_phm"),
            SharedPhmRule = r.Bool("shared_phm_rule"),
            FactorizedPhmRule = r.Bool("factorized_phm_rule"),
            PhmCInit = r.Choice("phm_c_init", PhmRules),
            PhmInitRange = r.Number("phm_init_range"),
            LearnPhm = r.Bool("learn_phm"),
            HypercomplexNonlinearity = r.Choice("hypercomplex_nonlinearity", PhmWeights),
            PhmRank = r.Int("phm_rank"),
            PhmBias = r.Bool("phm_bias"),
            StochasticDepth = r.Number("stochastic_depth"),
            Attributes = r.Attributes,
        };
        r.Require(config.InvAdapter is null || config.InvAdapterReductionFactor is not null, "inv_adapter_reduction_factor", "does not go with inv_adapter: a number above 0 is needed");
        return config;
    }

    public static MethodDocument ToDocument(BottleneckConfig c)
    {
        var b = new DocumentBuilder(ConfigSchemas.Bottleneck, c.Attributes)
        {
            ["mh_adapter"] = c.MhAdapter,
            ["output_adapter"] = c.OutputAdapter,
            ["non_linearity"] = c.NonLinearity,
            ["original_ln_before"] = c.OriginalLnBefore,
            ["original_ln_after"] = c.OriginalLnAfter,
            ["ln_before"] = c.LnBefore,
            ["ln_after"] = c.LnAfter,
            ["init_weights"] = BottleneckInits.Text(c.InitWeights),
            ["is_parallel"] = c.IsParallel,
            ["scaling"] = c.Scaling.Kind switch { ScalingKind.Learned => "learned", ScalingKind.Channel => "channel", _ => c.Scaling.Value },
            ["use_gating"] = c.UseGating,
            ["residual_before_ln"] = c.ResidualBeforeLn switch { ResidualPlacement.PostAdd => "post_add", var place => place == ResidualPlacement.BeforeNorm },
            ["adapter_residual_before_ln"] = c.AdapterResidualBeforeLn,
            ["inv_adapter"] = Invertibles.Optional(c.InvAdapter),
            ["cross_adapter"] = c.CrossAdapter,
            ["phm_layer"] = c.PhmLayer,
            ["phm_dim"] = c.PhmDim,
            ["factorized_phm_W"] = c.FactorizedPhmW,
            ["shared_W_phm"] = c.SharedWPhm,
            ["shared_phm_rule"] = c.SharedPhmRule,
            ["factorized_phm_rule"] = c.FactorizedPhmRule,
            ["phm_c_init"] = PhmRules.Text(c.PhmCInit),
            ["learn_phm"] = c.LearnPhm,
            ["hypercomplex_nonlinearity"] = PhmWeights.Text(c.HypercomplexNonlinearity),
            ["phm_rank"] = c.PhmRank,
            ["phm_bias"] = c.PhmBias,
        };
        b.ReductionFactor("reduction_factor", c.ReductionFactor);
        b.Integer("init_weights_seed", c.InitWeightsSeed);
        b.Number("inv_adapter_reduction_factor", c.InvAdapterReductionFactor);
        b.Layers("leave_out", c.LeaveOut);
        b.Number("dropout", c.Dropout);
        b.Number("phm_init_range", c.PhmInitRange);
        b.Number("stochastic_depth", c.StochasticDepth);
        return b.Build();
    }
}
