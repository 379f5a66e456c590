using Bridge.Tokenization.Unicode;

namespace Bridge.Tokenization.Alignment.Normalizers;

/// <summary>Lower case.</summary>
internal sealed class Lowercase : INormalizer
{
    public void Apply(AlignedText text)
    {
        if (!text.Runes.Contains(0x130))
        {
            text.Map(Characters.Lower);
            return;
        }
        var changes = new List<Change>(text.Length + 1);
        foreach (var rune in text.Runes)
        {
            changes.Add(new Change(Characters.Lower(rune), 0));
            if (rune == 0x130) changes.Add(new Change(0x307, 1));
        }
        text.Transform(changes, 0);
    }
}
