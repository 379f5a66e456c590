namespace Bridge.Api.Mapping.Configs;

/// <summary>LoRA and MTL-LoRA.</summary>
internal static class LoraFields
{
    public static KeyValues Read(V1.LoraConfig? m)
    {
        var keys = new KeyValues();
        if (m is null) return keys;
        keys.AddIf(m.HasSelfattnLora, "selfattn_lora", m.SelfattnLora);
        keys.AddIf(m.HasIntermediateLora, "intermediate_lora", m.IntermediateLora);
        keys.AddIf(m.HasOutputLora, "output_lora", m.OutputLora);
        keys.AddLayers("leave_out", m.LeaveOut);
        keys.AddIf(m.HasR, "r", m.R);
        keys.AddIf(m.HasAlpha, "alpha", m.Alpha);
        keys.AddIf(m.HasDropout, "dropout", m.Dropout);
        keys.AddTexts("attn_matrices", m.AttnMatrices);
        keys.AddIf(m.HasCompositionMode, "composition_mode", m.CompositionMode);
        keys.AddIf(m.HasInitWeights, "init_weights", m.InitWeights);
        keys.AddIf(m.HasInitWeightsSeed, "init_weights_seed", m.InitWeightsSeed);
        keys.AddIf(m.HasUseGating, "use_gating", m.UseGating);
        keys.AddIf(m.HasUseDora, "use_dora", m.UseDora);
        keys.AddVera("vera_d", m.VeraD);
        keys.AddVera("vera_b", m.VeraB);
        keys.AddDataType(m.Dtype);
        return keys;
    }

    public static KeyValues Read(V1.MtlLoraConfig m)
    {
        var keys = Read(m.Lora);
        keys.AddIf(m.HasNUpProjection, "n_up_projection", m.NUpProjection);
        keys.AddIf(m.HasTaskSpecificMatrixType, "task_specific_matrix_type", m.TaskSpecificMatrixType);
        keys.AddIf(m.HasWeightsSharpness, "weights_sharpness", m.WeightsSharpness);
        return keys;
    }

    public static V1.LoraConfig Write(DocumentValues v)
    {
        var m = new V1.LoraConfig
        {
            SelfattnLora = v.Bool("selfattn_lora"),
            IntermediateLora = v.Bool("intermediate_lora"),
            OutputLora = v.Bool("output_lora"),
            R = v.Int("r"),
            Alpha = v.Number("alpha"),
            Dropout = v.Number("dropout"),
            CompositionMode = v.Text("composition_mode"),
            InitWeights = v.Text("init_weights"),
            UseGating = v.Bool("use_gating"),
            UseDora = v.Bool("use_dora"),
            VeraD = v.Vera("vera_d"),
            VeraB = v.Vera("vera_b"),
            Dtype = v.DataType("dtype"),
        };
        m.LeaveOut.AddRange(v.Ints("leave_out"));
        m.AttnMatrices.AddRange(v.Texts("attn_matrices"));
        if (v.Long("init_weights_seed") is { } seed) m.InitWeightsSeed = seed;
        return m;
    }

    public static V1.MtlLoraConfig WriteMultiTask(DocumentValues v) => new()
    {
        Lora = Write(v),
        NUpProjection = v.Int("n_up_projection"),
        TaskSpecificMatrixType = v.Text("task_specific_matrix_type"),
        WeightsSharpness = v.Number("weights_sharpness"),
    };
}
