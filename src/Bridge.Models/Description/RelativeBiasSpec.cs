namespace Bridge.Models.Description;

/// <summary>Relative positions as a bias of the scores: how many buckets of distances, and the distance from which all are in the last.</summary>
public sealed record RelativeBiasSpec(int Buckets, int MaxDistance);
