using System.Security.Cryptography;

namespace Bridge.Checkpoints;

/// <summary>A stream whose bytes go into a hash.</summary>
internal sealed class HashStream(IncrementalHash hash) : WriteOnlyStream
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => hash.AppendData(buffer);
}
