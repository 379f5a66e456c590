namespace Bridge.Tokenization.Unicode;

/// <summary>GPT-2's visible character for every byte: Latin-1's visible ones are themselves, the others follow from U+0100 on.</summary>
internal static class ByteAlphabet
{
    public static int Of(byte value) => value switch
    {
        <= 0x20 => 0x100 + value,
        <= 0x7E => value,
        <= 0xA0 => 0x100 + 0x21 + (value - 0x7F),
        0xAD => 0x143,
        _ => value,
    };
}
