using static Bridge.Configuration.ChoiceTables;

namespace Bridge.Configuration;

/// <summary>Between <see cref="PromptTuningConfig"/> and documents.</summary>
internal static class PromptMapping
{
    public static PromptTuningConfig Read(ValueReader r)
    {
        var config = new PromptTuningConfig
        {
            PromptLength = r.Int("prompt_length"),
            PromptInit = r.Choice("prompt_init", PromptInits),
            PromptInitText = r.Text("prompt_init_text"),
            Combine = r.Choice("combine", Placements),
            InitWeightsSeed = r.Integer("init_weights_seed"),
            RandomUniformScale = r.Number("random_uniform_scale"),
            Attributes = r.Attributes,
        };
        r.Require(config.PromptInit == PromptInit.RandomUniform || !string.IsNullOrEmpty(config.PromptInitText), "prompt_init_text", "does not go with prompt_init 'from_string': a text is needed");
        return config;
    }

    public static MethodDocument ToDocument(PromptTuningConfig c)
    {
        var b = new DocumentBuilder(ConfigSchemas.PromptTuning, c.Attributes)
        {
            ["prompt_length"] = c.PromptLength,
            ["prompt_init"] = PromptInits.Text(c.PromptInit),
            ["prompt_init_text"] = c.PromptInitText,
            ["combine"] = Placements.Text(c.Combine),
            ["random_uniform_scale"] = c.RandomUniformScale,
        };
        b.Integer("init_weights_seed", c.InitWeightsSeed);
        return b.Build();
    }
}
