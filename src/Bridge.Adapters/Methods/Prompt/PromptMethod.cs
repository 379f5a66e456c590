using Bridge.Configuration;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Prompt;

/// <summary>Prompt tuning (Lester et al. 2021, arXiv:2104.08691): learned embeddings in front of the input, or behind its first token.</summary>
internal sealed class PromptMethod : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is PromptTuningConfig;

    public void Build(BuildContext context, AdapterConfig config)
    {
        var prompt = (PromptTuningConfig)config;
        var at = context.At($"prompt_tuning.prompt_tunings.{context.Adapter}", prompt.InitWeightsSeed);
        var initial = prompt.PromptInit == PromptInit.FromString
            ? new Initializer.Computed(device => context.Text.Embed(prompt, device))
            : (Initializer)new Initializer.Uniform(-prompt.RandomUniformScale, prompt.RandomUniformScale);
        var tokens = at.Get("prompt_embedding.weight", initial, prompt.PromptLength, context.Description.EmbeddingSize);
        context.Modules.Embedding.Add(new PromptModule(tokens, prompt.Combine));
    }
}
