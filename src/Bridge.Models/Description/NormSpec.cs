namespace Bridge.Models.Description;

/// <summary>A norm: its kind and the number added to the variance.</summary>
public sealed record NormSpec(NormKind Kind, double Epsilon);
