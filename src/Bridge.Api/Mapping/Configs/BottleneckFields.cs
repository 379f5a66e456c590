namespace Bridge.Api.Mapping.Configs;

/// <summary>Bottleneck adapters.</summary>
internal static class BottleneckFields
{
    public static KeyValues Read(V1.BottleneckConfig m)
    {
        var keys = new KeyValues();
        keys.AddIf(m.HasMhAdapter, "mh_adapter", m.MhAdapter);
        keys.AddIf(m.HasOutputAdapter, "output_adapter", m.OutputAdapter);
        keys.AddFactor("reduction_factor", m.ReductionFactor);
        keys.AddActivation(m.HasNonLinearity, "non_linearity", m.NonLinearity);
        keys.AddIf(m.HasOriginalLnBefore, "original_ln_before", m.OriginalLnBefore);
        keys.AddIf(m.HasOriginalLnAfter, "original_ln_after", m.OriginalLnAfter);
        keys.AddIf(m.HasLnBefore, "ln_before", m.LnBefore);
        keys.AddIf(m.HasLnAfter, "ln_after", m.LnAfter);
        keys.AddIf(m.HasInitWeights, "init_weights", m.InitWeights);
        keys.AddIf(m.HasInitWeightsSeed, "init_weights_seed", m.InitWeightsSeed);
        keys.AddIf(m.HasIsParallel, "is_parallel", m.IsParallel);
        if (m.OutputScalingCase == V1.BottleneckConfig.OutputScalingOneofCase.Scaling) keys.Add("scaling", m.Scaling);
        if (m.OutputScalingCase == V1.BottleneckConfig.OutputScalingOneofCase.LearnedScaling) keys.Add("scaling", m.LearnedScaling);
        keys.AddIf(m.HasUseGating, "use_gating", m.UseGating);
        if (m.ResidualPlacementCase == V1.BottleneckConfig.ResidualPlacementOneofCase.ResidualBeforeLn) keys.Add("residual_before_ln", m.ResidualBeforeLn);
        if (m.ResidualPlacementCase == V1.BottleneckConfig.ResidualPlacementOneofCase.ResidualAt) keys.Add("residual_before_ln", m.ResidualAt);
        keys.AddIf(m.HasAdapterResidualBeforeLn, "adapter_residual_before_ln", m.AdapterResidualBeforeLn);
        keys.AddIf(m.HasInvAdapter, "inv_adapter", m.InvAdapter);
        keys.AddIf(m.HasInvAdapterReductionFactor, "inv_adapter_reduction_factor", m.InvAdapterReductionFactor);
        keys.AddIf(m.HasCrossAdapter, "cross_adapter", m.CrossAdapter);
        keys.AddLayers("leave_out", m.LeaveOut);
        keys.AddIf(m.HasDropout, "dropout", m.Dropout);
        ReadHypercomplex(m, keys);
        keys.AddIf(m.HasStochasticDepth, "stochastic_depth", m.StochasticDepth);
        return keys;
    }

    public static V1.BottleneckConfig Write(DocumentValues v)
    {
        var m = new V1.BottleneckConfig
        {
            MhAdapter = v.Bool("mh_adapter"),
            OutputAdapter = v.Bool("output_adapter"),
            ReductionFactor = v.Factor("reduction_factor"),
            NonLinearity = v.Activation("non_linearity"),
            OriginalLnBefore = v.Bool("original_ln_before"),
            OriginalLnAfter = v.Bool("original_ln_after"),
            LnBefore = v.Bool("ln_before"),
            LnAfter = v.Bool("ln_after"),
            InitWeights = v.Text("init_weights"),
            IsParallel = v.Bool("is_parallel"),
            UseGating = v.Bool("use_gating"),
            AdapterResidualBeforeLn = v.Bool("adapter_residual_before_ln"),
            CrossAdapter = v.Bool("cross_adapter"),
            Dropout = v.Number("dropout"),
            PhmLayer = v.Bool("phm_layer"),
            PhmDim = v.Int("phm_dim"),
            FactorizedPhmW = v.Bool("factorized_phm_W"),
            SharedWPhm = v.Bool("shared_W_phm"),
            SharedPhmRule = v.Bool("shared_phm_rule"),
            FactorizedPhmRule = v.Bool("factorized_phm_rule"),
            PhmCInit = v.Text("phm_c_init"),
            PhmInitRange = v.Number("phm_init_range"),
            LearnPhm = v.Bool("learn_phm"),
            HypercomplexNonlinearity = v.Text("hypercomplex_nonlinearity"),
            PhmRank = v.Int("phm_rank"),
            PhmBias = v.Bool("phm_bias"),
            StochasticDepth = v.Number("stochastic_depth"),
        };
        if (v.Text("scaling") is { } learned) m.LearnedScaling = learned;
        else m.Scaling = v.Number("scaling");
        if (v.Text("residual_before_ln") is { } place) m.ResidualAt = place;
        else m.ResidualBeforeLn = v.Bool("residual_before_ln");
        if (v.Long("init_weights_seed") is { } seed) m.InitWeightsSeed = seed;
        if (v.Text("inv_adapter") is { } invertible) m.InvAdapter = invertible;
        if (v.OptionalNumber("inv_adapter_reduction_factor") is { } factor) m.InvAdapterReductionFactor = factor;
        m.LeaveOut.AddRange(v.Ints("leave_out"));
        return m;
    }

    private static void ReadHypercomplex(V1.BottleneckConfig m, KeyValues keys)
    {
        keys.AddIf(m.HasPhmLayer, "phm_layer", m.PhmLayer);
        keys.AddIf(m.HasPhmDim, "phm_dim", m.PhmDim);
        keys.AddIf(m.HasFactorizedPhmW, "factorized_phm_W", m.FactorizedPhmW);
        keys.AddIf(m.HasSharedWPhm, "shared_W_phm", m.SharedWPhm);
        keys.AddIf(m.HasSharedPhmRule, "shared_phm_rule", m.SharedPhmRule);
        keys.AddIf(m.HasFactorizedPhmRule, "factorized_phm_rule", m.FactorizedPhmRule);
        keys.AddIf(m.HasPhmCInit, "phm_c_init", m.PhmCInit);
        keys.AddIf(m.HasPhmInitRange, "phm_init_range", m.PhmInitRange);
        keys.AddIf(m.HasLearnPhm, "learn_phm", m.LearnPhm);
        keys.AddIf(m.HasHypercomplexNonlinearity, "hypercomplex_nonlinearity", m.HypercomplexNonlinearity);
        keys.AddIf(m.HasPhmRank, "phm_rank", m.PhmRank);
        keys.AddIf(m.HasPhmBias, "phm_bias", m.PhmBias);
    }
}
