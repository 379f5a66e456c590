namespace Bridge.Engine;

/// <summary>The evaluation data were scored.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Time">When.</param>
/// <param name="Step">Steps done before.</param>
/// <param name="Epoch">Passes over the data.</param>
/// <param name="Metrics">Names and values.</param>
/// <param name="Best">Whether it is the best so far.</param>
public sealed record JobEvaluation(long Sequence, DateTimeOffset Time, long Step, double Epoch, IReadOnlyDictionary<string, double> Metrics, bool Best) : JobEvent(Sequence, Time);
