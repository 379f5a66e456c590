namespace Bridge.Checkpoints;

/// <summary>A stored file of an archive: where its bytes lie.</summary>
internal readonly record struct ZipEntry(long Offset, long Length, uint Crc);
