namespace AdapterBridge.Client;

/// <summary>The evaluation rows were scored.</summary>
/// <param name="Sequence">The event's number.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Step">Steps done before.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Metrics">Names and values.</param>
/// <param name="Best">Whether it is the best so far.</param>
public sealed record TrainingEvaluation(long Sequence, DateTimeOffset? Time, long Step, double Epoch, IReadOnlyDictionary<string, double> Metrics, bool Best) : TrainingEvent(Sequence, Time);
