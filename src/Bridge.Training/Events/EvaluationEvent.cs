namespace Bridge.Training.Events;

/// <summary>The evaluation data were scored.</summary>
/// <param name="Step">Optimizer steps done before.</param>
/// <param name="Epoch">Passes over the data, with fraction.</param>
/// <param name="Metrics">Names and values.</param>
/// <param name="Best">Whether it is the best so far.</param>
public sealed record EvaluationEvent(long Step, double Epoch, IReadOnlyDictionary<string, double> Metrics, bool Best) : TrainingEvent;
