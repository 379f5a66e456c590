namespace AdapterBridge.Client;

/// <summary>A label with its score.</summary>
/// <param name="Label">Its name, or its id where it has none.</param>
/// <param name="LabelId">Its id.</param>
/// <param name="Score">Its probability; a regression head's value.</param>
/// <param name="Logit">Its logit.</param>
public sealed record LabelScore(string Label, int LabelId, double Score, float Logit);
