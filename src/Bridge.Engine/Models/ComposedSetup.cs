using Bridge.Models.Slots;
using Bridge.Models.Vocabularies;

namespace Bridge.Engine.Models;

/// <summary>A composition made ready for a model, with the versions it was made of.</summary>
/// <param name="Hooks">What acts in the slots; null is the base alone.</param>
/// <param name="Uses">The adapters in it.</param>
internal sealed record ComposedSetup(SlotHooks? Hooks, IReadOnlyList<AdapterUse> Uses)
{
    /// <summary>The token embeddings in place of the model's own, or null.</summary>
    public TokenEmbedding? Embedding { get; init; }

    public static ComposedSetup Base { get; } = new(null, []);
}
