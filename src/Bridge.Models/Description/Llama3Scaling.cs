namespace Bridge.Models.Description;

/// <summary>Llama 3's scaling of rotary frequencies: wavelengths beyond original / low are divided by the factor, those below original / high stay.</summary>
public sealed record Llama3Scaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, double OriginalLength);
