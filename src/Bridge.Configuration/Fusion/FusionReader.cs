namespace Bridge.Configuration;

/// <summary>Between <see cref="FusionConfig"/> and documents.</summary>
internal static class FusionReader
{
    public static FusionConfig Check(MethodDocument document, bool lenient)
    {
        var violations = new ViolationCollector();
        var r = new ValueReader(document, "fusion", violations) { Attributes = UnknownKeys.Check(document, "fusion", lenient, violations) };
        var config = new FusionConfig
        {
            Key = r.Bool("key"),
            Query = r.Bool("query"),
            Value = r.Bool("value"),
            QueryBeforeLn = r.Bool("query_before_ln"),
            Regularization = r.Bool("regularization"),
            ResidualBefore = r.Bool("residual_before"),
            Temperature = r.Bool("temperature"),
            ValueBeforeSoftmax = r.Bool("value_before_softmax"),
            ValueInitialized = r.Bool("value_initialized"),
            DropoutProb = r.OptionalNumber("dropout_prob"),
            Attributes = r.Attributes,
        };
        violations.ThrowIfAny(ConfigJson.Write(document.Values));
        return config;
    }

    public static MethodDocument ToDocument(FusionConfig c)
    {
        var b = new DocumentBuilder(ConfigSchemas.Fusion, c.Attributes)
        {
            ["key"] = c.Key,
            ["query"] = c.Query,
            ["value"] = c.Value,
            ["query_before_ln"] = c.QueryBeforeLn,
            ["regularization"] = c.Regularization,
            ["residual_before"] = c.ResidualBefore,
            ["temperature"] = c.Temperature,
            ["value_before_softmax"] = c.ValueBeforeSoftmax,
            ["value_initialized"] = c.ValueInitialized,
        };
        b.Number("dropout_prob", c.DropoutProb);
        return b.Build();
    }

    public static string Write(FusionConfig config)
    {
        var document = config.ToDocument();
        return ConfigWriter.WriteMethod(document, FusionPresets.All) ?? ConfigJson.Write(document.Values.With(document.Attributes.Texts));
    }
}
