namespace Bridge.Models.Description;

/// <summary>What config.json says of the class that was saved.</summary>
/// <param name="Name">The class (<c>architectures</c>), or null.</param>
/// <param name="LabelIds">Its labels (<c>label2id</c>, <c>id2label</c>), or null.</param>
/// <param name="Multilabel">Whether its labels are independent of each other (<c>problem_type</c>).</param>
public sealed record CheckpointClass(string? Name, IReadOnlyDictionary<string, int>? LabelIds, bool Multilabel);
