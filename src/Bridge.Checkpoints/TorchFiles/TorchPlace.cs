namespace Bridge.Checkpoints;

/// <summary>Where a storage's bytes lie in the file, and the check sum that the file gives for them.</summary>
internal readonly record struct TorchPlace(string Name, long Offset, long Length, uint? Crc);
