namespace Bridge.Models.Description;

/// <summary>A feed-forward part: inner size, activation (name as in config.json), biases.</summary>
public sealed record FeedForwardSpec(int InnerSize, string Activation, bool Bias);
