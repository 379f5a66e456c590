using Bridge.Engine.Models;
using Bridge.Engine.Text;

namespace Bridge.Engine.Embeddings;

/// <summary>What the engine knows of token embeddings beside their table.</summary>
/// <param name="Digest">Over the table.</param>
/// <param name="Text">Their tokenizer; null where they have none. The model's own where they share its vocabulary.</param>
/// <param name="TokenizerFolder">A copy of the tokenizer's files, the engine's; null where the tokenizer is the model's or none.</param>
internal sealed record EmbeddingRecord(string Digest, TextEncoder? Text, string? TokenizerFolder) : PartRecord(Digest);
