namespace Bridge.Api.Mapping.Configs;

/// <summary>Prefix tuning, prompt tuning and ReFT.</summary>
internal static class PromptFields
{
    public static KeyValues Read(V1.PrefixTuningConfig m)
    {
        var keys = new KeyValues();
        keys.AddIf(m.HasEncoderPrefix, "encoder_prefix", m.EncoderPrefix);
        keys.AddIf(m.HasCrossPrefix, "cross_prefix", m.CrossPrefix);
        keys.AddLayers("leave_out", m.LeaveOut);
        keys.AddIf(m.HasFlat, "flat", m.Flat);
        keys.AddIf(m.HasPrefixLength, "prefix_length", m.PrefixLength);
        keys.AddIf(m.HasBottleneckSize, "bottleneck_size", m.BottleneckSize);
        keys.AddActivation(m.HasNonLinearity, "non_linearity", m.NonLinearity);
        keys.AddIf(m.HasDropout, "dropout", m.Dropout);
        keys.AddIf(m.HasUseGating, "use_gating", m.UseGating);
        keys.AddIf(m.HasSharedGating, "shared_gating", m.SharedGating);
        keys.AddIf(m.HasInitWeightsSeed, "init_weights_seed", m.InitWeightsSeed);
        return keys;
    }

    public static V1.PrefixTuningConfig WritePrefix(DocumentValues v)
    {
        var m = new V1.PrefixTuningConfig
        {
            EncoderPrefix = v.Bool("encoder_prefix"),
            CrossPrefix = v.Bool("cross_prefix"),
            Flat = v.Bool("flat"),
            PrefixLength = v.Int("prefix_length"),
            BottleneckSize = v.Int("bottleneck_size"),
            NonLinearity = v.Activation("non_linearity"),
            Dropout = v.Number("dropout"),
            UseGating = v.Bool("use_gating"),
            SharedGating = v.Bool("shared_gating"),
        };
        m.LeaveOut.AddRange(v.Ints("leave_out"));
        if (v.Long("init_weights_seed") is { } seed) m.InitWeightsSeed = seed;
        return m;
    }

    public static KeyValues Read(V1.PromptTuningConfig m)
    {
        var keys = new KeyValues();
        keys.AddIf(m.HasPromptLength, "prompt_length", m.PromptLength);
        keys.AddIf(m.HasPromptInit, "prompt_init", m.PromptInit);
        keys.AddIf(m.HasPromptInitText, "prompt_init_text", m.PromptInitText);
        keys.AddIf(m.HasCombine, "combine", m.Combine);
        keys.AddIf(m.HasInitWeightsSeed, "init_weights_seed", m.InitWeightsSeed);
        keys.AddIf(m.HasRandomUniformScale, "random_uniform_scale", m.RandomUniformScale);
        return keys;
    }

    public static V1.PromptTuningConfig WritePrompt(DocumentValues v)
    {
        var m = new V1.PromptTuningConfig
        {
            PromptLength = v.Int("prompt_length"),
            PromptInit = v.Text("prompt_init"),
            Combine = v.Text("combine"),
            RandomUniformScale = v.Number("random_uniform_scale"),
        };
        if (v.Text("prompt_init_text") is { } text) m.PromptInitText = text;
        if (v.Long("init_weights_seed") is { } seed) m.InitWeightsSeed = seed;
        return m;
    }

    public static KeyValues Read(V1.ReftConfig m)
    {
        var keys = new KeyValues();
        keys.AddLayers("layers", m.Layers);
        keys.AddIf(m.HasPrefixPositions, "prefix_positions", m.PrefixPositions);
        keys.AddIf(m.HasSuffixPositions, "suffix_positions", m.SuffixPositions);
        keys.AddIf(m.HasR, "r", m.R);
        keys.AddIf(m.HasOrthogonality, "orthogonality", m.Orthogonality);
        keys.AddIf(m.HasTiedWeights, "tied_weights", m.TiedWeights);
        keys.AddIf(m.HasSubtractProjection, "subtract_projection", m.SubtractProjection);
        keys.AddIf(m.HasDropout, "dropout", m.Dropout);
        keys.AddActivation(m.HasNonLinearity, "non_linearity", m.NonLinearity);
        keys.AddDataType(m.Dtype);
        keys.AddIf(m.HasOutputReft, "output_reft", m.OutputReft);
        keys.AddIf(m.HasInitWeightsSeed, "init_weights_seed", m.InitWeightsSeed);
        return keys;
    }

    public static V1.ReftConfig WriteReft(DocumentValues v)
    {
        var m = new V1.ReftConfig
        {
            PrefixPositions = v.Int("prefix_positions"),
            SuffixPositions = v.Int("suffix_positions"),
            R = v.Int("r"),
            Orthogonality = v.Bool("orthogonality"),
            TiedWeights = v.Bool("tied_weights"),
            SubtractProjection = v.Bool("subtract_projection"),
            Dropout = v.Number("dropout"),
            NonLinearity = v.Activation("non_linearity"),
            Dtype = v.DataType("dtype"),
            OutputReft = v.Bool("output_reft"),
        };
        m.Layers.AddRange(v.Ints("layers"));
        if (v.Long("init_weights_seed") is { } seed) m.InitWeightsSeed = seed;
        return m;
    }
}
