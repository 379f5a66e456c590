namespace Bridge.Checkpoints;

/// <summary>A pickle that may be read.</summary>
/// <param name="Bytes">The rewritten pickle.</param>
/// <param name="End">Where the original ends in its data.</param>
/// <param name="FirstSeen">In which order its texts come; dictionaries lose theirs when they are read.</param>
internal sealed record SanitizedPickle(byte[] Bytes, int End, IReadOnlyDictionary<string, int> FirstSeen);
