namespace Bridge.Configuration;

/// <summary>Between <see cref="PrefixTuningConfig"/> and documents.</summary>
internal static class PrefixMapping
{
    public static PrefixTuningConfig Read(ValueReader r) => new()
    {
        EncoderPrefix = r.Bool("encoder_prefix"),
        CrossPrefix = r.Bool("cross_prefix"),
        LeaveOut = r.Layers("leave_out"),
        Flat = r.Bool("flat"),
        PrefixLength = r.Int("prefix_length"),
        BottleneckSize = r.Int("bottleneck_size"),
        NonLinearity = r.Activation("non_linearity"),
        Dropout = r.Number("dropout"),
        UseGating = r.Bool("use_gating"),
        SharedGating = r.Bool("shared_gating"),
        InitWeightsSeed = r.Integer("init_weights_seed"),
        Attributes = r.Attributes,
    };

    public static MethodDocument ToDocument(PrefixTuningConfig c)
    {
        var b = new DocumentBuilder(ConfigSchemas.PrefixTuning, c.Attributes)
        {
            ["encoder_prefix"] = c.EncoderPrefix,
            ["cross_prefix"] = c.CrossPrefix,
            ["flat"] = c.Flat,
            ["prefix_length"] = c.PrefixLength,
            ["bottleneck_size"] = c.BottleneckSize,
            ["non_linearity"] = c.NonLinearity,
            ["use_gating"] = c.UseGating,
            ["shared_gating"] = c.SharedGating,
        };
        b.Layers("leave_out", c.LeaveOut);
        b.Number("dropout", c.Dropout);
        b.Integer("init_weights_seed", c.InitWeightsSeed);
        return b.Build();
    }
}
