namespace Bridge.Models.Description;

/// <summary>What a decoder starts with where a call gives no decoder inputs: the encoder's ids moved to the right behind a start token.</summary>
/// <param name="StartToken">The token in front.</param>
/// <param name="PadToken">What stands in place of labels that do not count.</param>
/// <param name="FromLabels">Whether the reference's heads move labels, where there are any, in place of the encoder's ids.</param>
public sealed record DecoderInputs(int StartToken, int PadToken, bool FromLabels);
