using Bridge.Engine.Models;

namespace Bridge.Engine.Fusions;

/// <summary>What the engine knows of a fusion beside its tensors.</summary>
internal sealed record FusionRecord(string Digest) : PartRecord(Digest);
