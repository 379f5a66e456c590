namespace Bridge.Checkpoints;

/// <summary>Passes writes on, counts them, and sums them up as CRC-32 where that is asked for.</summary>
internal sealed class CountingStream(Stream inner, bool withCrc = false) : WriteOnlyStream
{
    /// <summary>Bytes so far.</summary>
    public long Written { get; private set; }

    /// <summary>Their CRC-32.</summary>
    public uint Crc { get; private set; }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Written += buffer.Length;
        if (withCrc) Crc = Crc32.Append(Crc, buffer);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}
