namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>SentencePiece's "nmt" cleaning: control characters go, all sorts of space become the space.</summary>
internal static class Nmt
{
    public static bool Keep(int rune) => rune is not ((>= 1 and <= 8) or 0xB or (>= 0xE and <= 0x1F) or 0x7F or 0x8F or 0x9F);

    public static int Map(int rune) => rune is 9 or 0xA or 0xC or 0xD or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD ? ' ' : rune;
}
