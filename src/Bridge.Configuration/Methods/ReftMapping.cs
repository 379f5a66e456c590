using static Bridge.Configuration.ChoiceTables;

namespace Bridge.Configuration;

/// <summary>Between <see cref="ReftConfig"/> and documents.</summary>
internal static class ReftMapping
{
    public static ReftConfig Read(ValueReader r) => new()
    {
        Layers = r.LayerSelection("layers"),
        PrefixPositions = r.Int("prefix_positions"),
        SuffixPositions = r.Int("suffix_positions"),
        R = r.Int("r"),
        Orthogonality = r.Bool("orthogonality"),
        TiedWeights = r.Bool("tied_weights"),
        SubtractProjection = r.Bool("subtract_projection"),
        Dropout = r.Number("dropout"),
        NonLinearity = r.Activation("non_linearity"),
        Dtype = r.OptionalChoice("dtype", DataTypes),
        OutputReft = r.Bool("output_reft"),
        InitWeightsSeed = r.Integer("init_weights_seed"),
        Attributes = r.Attributes,
    };

    public static MethodDocument ToDocument(ReftConfig c)
    {
        var b = new DocumentBuilder(ConfigSchemas.Reft, c.Attributes)
        {
            ["layers"] = c.Layers.Indices is { } layers ? ConfigValue.List(layers.Select(l => (ConfigValue)l)) : "all",
            ["prefix_positions"] = c.PrefixPositions,
            ["suffix_positions"] = c.SuffixPositions,
            ["r"] = c.R,
            ["orthogonality"] = c.Orthogonality,
            ["tied_weights"] = c.TiedWeights,
            ["subtract_projection"] = c.SubtractProjection,
            ["non_linearity"] = c.NonLinearity,
            ["dtype"] = DataTypes.Optional(c.Dtype),
            ["output_reft"] = c.OutputReft,
        };
        b.Number("dropout", c.Dropout);
        b.Integer("init_weights_seed", c.InitWeightsSeed);
        return b.Build();
    }
}
