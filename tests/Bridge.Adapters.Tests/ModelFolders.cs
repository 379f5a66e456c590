namespace Bridge.Adapters.Tests;

/// <summary>Small models of every architecture: the committed ones, and those of the reference data where it is there.</summary>
internal static class ModelFolders
{
    private static readonly string[] Known =
    [
        "bert", "roberta", "xlm-roberta", "electra", "distilbert", "albert", "albert-inner", "vit", "gpt2", "gpt2_lm", "llama", "llama3rope", "t5", "t5relu", "bart",
    ];

    /// <summary>Names of those that are there.</summary>
    public static IEnumerable<string> Names => Known.Where(name => Find(name) is not null);

    /// <summary>The folder of that model, or null.</summary>
    public static string? Find(string name)
    {
        var committed = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", name);
        return Directory.Exists(committed) ? committed : SharedData.Path("goldens", "models", name);
    }

    /// <summary>Three rows for that model, with padding where it takes tokens.</summary>
    public static ModelInputs Inputs(TransformerModel model)
    {
        if (model.Description.Patches is { } patches)
            return new ModelInputs { PixelValues = randn([3, patches.Channels, patches.ImageSize, patches.ImageSize], device: CPU, generator: new Generator(2, CPU)) };
        var (ids, mask) = TinyBert.Batch();
        ids = ids % model.Description.Embedding.VocabularySize;
        return new ModelInputs { InputIds = ids, AttentionMask = mask, DecoderInputIds = model.Description.Decoder is null ? null : ids.narrow(1, 0, 5).flip(0) };
    }

    /// <summary>One row of them.</summary>
    public static ModelInputs Row(ModelInputs inputs, long row) => new()
    {
        InputIds = inputs.InputIds?.narrow(0, row, 1),
        AttentionMask = inputs.AttentionMask?.narrow(0, row, 1),
        PixelValues = inputs.PixelValues?.narrow(0, row, 1),
        DecoderInputIds = inputs.DecoderInputIds?.narrow(0, row, 1),
    };

    /// <summary>Moves an adapter's tensors so far that it shows in the wrong place.</summary>
    public static Adapter Disturb(Adapter adapter)
    {
        using var noGrad = no_grad();
        var generator = new Generator((ulong)adapter.Name[0], CPU);
        foreach (var parameter in adapter.Parameters.Values)
        {
            using var noise = randn(parameter.shape, device: CPU, generator: generator);
            parameter.add_(noise.mul_(0.05));
        }
        return adapter;
    }
}
