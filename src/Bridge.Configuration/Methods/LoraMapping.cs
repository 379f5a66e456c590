using static Bridge.Configuration.ChoiceTables;

namespace Bridge.Configuration;

/// <summary>Between the LoRA family's records and documents.</summary>
internal static class LoraMapping
{
    public static LoraConfig Read(ValueReader r)
    {
        var config = new LoraConfig
        {
            SelfattnLora = r.Bool("selfattn_lora"),
            IntermediateLora = r.Bool("intermediate_lora"),
            OutputLora = r.Bool("output_lora"),
            LeaveOut = r.Layers("leave_out"),
            R = r.Int("r"),
            Alpha = r.Number("alpha"),
            Dropout = r.Number("dropout"),
            AttnMatrices = r.Choices("attn_matrices"),
            CompositionMode = r.Choice("composition_mode", Compositions),
            InitWeights = r.Choice("init_weights", LoraInits),
            InitWeightsSeed = r.Integer("init_weights_seed"),
            UseGating = r.Bool("use_gating"),
            UseDora = r.Bool("use_dora"),
            VeraD = r.Vera("vera_d"),
            VeraB = r.Vera("vera_b"),
            Dtype = r.OptionalChoice("dtype", DataTypes),
            Attributes = r.Attributes,
        };
        RequireRank(config, r);
        return config;
    }

    public static MtlLoraConfig ReadMultiTask(ValueReader r)
    {
        var config = new MtlLoraConfig
        {
            SelfattnLora = r.Bool("selfattn_lora"),
            IntermediateLora = r.Bool("intermediate_lora"),
            OutputLora = r.Bool("output_lora"),
            LeaveOut = r.Layers("leave_out"),
            R = r.Int("r"),
            Alpha = r.Number("alpha"),
            Dropout = r.Number("dropout"),
            AttnMatrices = r.Choices("attn_matrices"),
            CompositionMode = r.Choice("composition_mode", Compositions),
            InitWeights = r.Choice("init_weights", LoraInits),
            InitWeightsSeed = r.Integer("init_weights_seed"),
            UseGating = r.Bool("use_gating"),
            UseDora = r.Bool("use_dora"),
            VeraD = r.Vera("vera_d"),
            VeraB = r.Vera("vera_b"),
            Dtype = r.OptionalChoice("dtype", DataTypes),
            NUpProjection = r.Int("n_up_projection"),
            TaskSpecificMatrixType = r.Choice("task_specific_matrix_type", TaskMatrices),
            WeightsSharpness = r.Number("weights_sharpness"),
            Attributes = r.Attributes,
        };
        RequireRank(config, r);
        return config;
    }

    public static MethodDocument ToDocument(LoraFamilyConfig c)
    {
        var b = new DocumentBuilder(c is MtlLoraConfig ? ConfigSchemas.MtlLora : ConfigSchemas.Lora, c.Attributes)
        {
            ["selfattn_lora"] = c.SelfattnLora,
            ["intermediate_lora"] = c.IntermediateLora,
            ["output_lora"] = c.OutputLora,
            ["r"] = c.R,
            ["attn_matrices"] = ConfigValue.List(c.AttnMatrices.Select(m => (ConfigValue)m)),
            ["composition_mode"] = Compositions.Text(c.CompositionMode),
            ["init_weights"] = LoraInits.Text(c.InitWeights),
            ["use_gating"] = c.UseGating,
            ["use_dora"] = c.UseDora,
            ["vera_d"] = c.VeraD?.ToValue() ?? ConfigValue.Null,
            ["vera_b"] = c.VeraB?.ToValue() ?? ConfigValue.Null,
            ["dtype"] = DataTypes.Optional(c.Dtype),
        };
        b.Layers("leave_out", c.LeaveOut);
        b.Number("alpha", c.Alpha);
        b.Number("dropout", c.Dropout);
        b.Integer("init_weights_seed", c.InitWeightsSeed);
        if (c is MtlLoraConfig m)
        {
            b["n_up_projection"] = m.NUpProjection;
            b["task_specific_matrix_type"] = TaskMatrices.Text(m.TaskSpecificMatrixType);
            b.Number("weights_sharpness", m.WeightsSharpness);
        }
        return b.Build();
    }

    private static void RequireRank(LoraFamilyConfig config, ValueReader r) =>
        r.Require(config.CompositionMode == LoraComposition.Add || config.R is 0 or 1, "r", "does not go with composition_mode 'scale': only 1 does");
}
