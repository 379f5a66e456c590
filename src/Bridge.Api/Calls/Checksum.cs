using System.Buffers.Binary;
using System.Numerics;

namespace Bridge.Api;

/// <summary>CRC-32C (Castagnoli), as iSCSI and gRPC's peers have it.</summary>
internal static class Checksum
{
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
