namespace Bridge.Configuration;

/// <summary>Cuts what errors quote: they travel in headers, and what was read may be megabytes.</summary>
internal static class Clipped
{
    private const int MostCharacters = 200;

    public static string Text(string text, int length = MostCharacters) => text.Length <= length ? text : text[..length] + "...";

    public static string Text(object value) => Text(value.ToString() ?? "");
}
