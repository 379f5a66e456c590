using System.Text.Json;
using Bridge.Cli.Output;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Training;

/// <summary>One JSON object a line and event.</summary>
internal sealed class EventLines : ITrainingView
{
    public async Task FollowAsync(IAsyncEnumerable<JobEvent> events)
    {
        await foreach (var happened in events) JsonText.Write(Console.Out, writer => Write(writer, happened), oneLine: true);
    }

    private static void Write(Utf8JsonWriter writer, JobEvent happened)
    {
        writer.WriteStartObject();
        switch (happened)
        {
            case JobStep step:
                writer.WriteString("event", "step");
                writer.WriteNumber("step", step.Step);
                writer.WriteNumber("total_steps", step.TotalSteps);
                writer.WriteNumber("epoch", step.Epoch);
                writer.WriteNumber("loss", step.Loss);
                writer.WriteNumber("learning_rate", step.LearningRate);
                writer.WriteNumber("gradient_norm", step.GradientNorm);
                writer.WriteNumber("tokens_per_second", step.TokensPerSecond);
                break;
            case JobEvaluation evaluation:
                writer.WriteString("event", "evaluation");
                writer.WriteNumber("step", evaluation.Step);
                writer.WriteNumber("epoch", evaluation.Epoch);
                WriteMetrics(writer, "metrics", evaluation.Metrics);
                writer.WriteBoolean("best", evaluation.Best);
                break;
            case JobCheckpoint checkpoint:
                writer.WriteString("event", "checkpoint");
                writer.WriteNumber("step", checkpoint.Step);
                writer.WriteString("path", checkpoint.Path);
                break;
            case JobLog log:
                writer.WriteString("event", log.Warning ? "warning" : "log");
                writer.WriteString("message", log.Message);
                break;
            case JobStateChanged changed:
                writer.WriteString("event", "state");
                writer.WriteString("state", changed.State.ToString().ToLowerInvariant());
                if (changed.Error is { } error) writer.WriteString("error", $"{error.Message} ({error.Reason.WireName()})");
                if (changed.Result is { } result) WriteResult(writer, result);
                break;
        }
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, TrainingJobResult result)
    {
        writer.WriteNumber("steps", result.Steps);
        writer.WriteNumber("epochs", result.Epochs);
        writer.WriteNumber("final_loss", result.FinalLoss);
        WriteMetrics(writer, "metrics", result.Metrics);
        WriteMetrics(writer, "best_metrics", result.BestMetrics);
        if (result.BestStep is { } best) writer.WriteNumber("best_step", best);
        writer.WriteNumber("seconds", Math.Round(result.Duration.TotalSeconds, 3));
    }

    private static void WriteMetrics(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, double> metrics)
    {
        writer.WriteStartObject(name);
        foreach (var (metric, value) in metrics) writer.WriteNumber(metric, value);
        writer.WriteEndObject();
    }
}
