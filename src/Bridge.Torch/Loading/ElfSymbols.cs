using System.Buffers.Binary;

namespace Bridge.Torch.Loading;

/// <summary>What the dynamic symbols of a library (ELF64, little-endian) say.</summary>
internal static class ElfSymbols
{
    private const uint DynamicSymbols = 11;
    private const int UniqueBinding = 10;
    private const int SymbolSize = 24;

    /// <summary>Whether one is STB_GNU_UNIQUE: one a process, whichever library brought it first.</summary>
    /// <exception cref="EndOfStreamException">The file is cut off.</exception>
    public static bool HasUnique(string path)
    {
        using var file = File.OpenRead(path);
        var header = Read(file, 0, 64);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3A)), count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(0x3C));
        var sections = Read(file, BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(0x28)), size * count);
        for (var i = 0; i < count; i++)
        {
            var section = sections.AsSpan(i * size, size);
            if (BinaryPrimitives.ReadUInt32LittleEndian(section[4..]) != DynamicSymbols) continue;
            var symbols = Read(file, BinaryPrimitives.ReadInt64LittleEndian(section[0x18..]), (int)BinaryPrimitives.ReadInt64LittleEndian(section[0x20..]));
            for (var symbol = 0; symbol < symbols.Length; symbol += SymbolSize)
                if (symbols[symbol + 4] >> 4 == UniqueBinding) return true;
        }
        return false;
    }

    private static byte[] Read(FileStream file, long offset, int count)
    {
        var bytes = new byte[count];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}
