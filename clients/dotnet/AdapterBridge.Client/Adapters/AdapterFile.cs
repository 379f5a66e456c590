namespace AdapterBridge.Client;

/// <summary>A file of an AdapterHub folder.</summary>
/// <param name="File">Its name: adapter_config.json, adapter.safetensors, head_config.json or model_head.safetensors.</param>
/// <param name="ByteSize">Its length.</param>
/// <param name="Sha256">Its SHA-256.</param>
public sealed record AdapterFile(string File, long ByteSize, ReadOnlyMemory<byte> Sha256)
{
    internal static IReadOnlyList<AdapterFile> From(IEnumerable<Wire.FileInfo> files) => [.. files.Select(f => new AdapterFile(f.File, f.ByteSize, f.Sha256.Memory))];
}
