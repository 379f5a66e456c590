namespace Bridge.Tokenization.Files;

/// <summary>A token that is found in the text before anything else happens to it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Only where no word character touches it.</param>
/// <param name="LeftStrip">Takes the white space before it.</param>
/// <param name="RightStrip">Takes the white space after it.</param>
/// <param name="Normalized">Looked for in the normalised text.</param>
/// <param name="Special">Left out when decoding.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special)
{
    public static AddedToken Read(JsonSection section) => new(
        section.Required("id").AsInt(),
        section.RequiredString("content"),
        section.Flag("single_word", false),
        section.Flag("lstrip", false),
        section.Flag("rstrip", false),
        section.Flag("normalized", true),
        section.Flag("special", false));
}
