using System.Globalization;
using Bridge.Engine;
using Spectre.Console;

namespace Bridge.Cli.Training;

/// <summary>A progress bar on a terminal, a line an evaluation elsewhere.</summary>
internal sealed class ProgressView : ITrainingView
{
    public async Task FollowAsync(IAsyncEnumerable<JobEvent> events)
    {
        if (Console.IsOutputRedirected)
        {
            await foreach (var happened in events) Tell(happened, Console.WriteLine);
            return;
        }
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async context =>
        {
            var bar = context.AddTask("waiting");
            await foreach (var happened in events)
            {
                if (happened is not JobStep step)
                {
                    Tell(happened, line => AnsiConsole.MarkupLine(Markup.Escape(line)));
                    continue;
                }
                bar.MaxValue = step.TotalSteps;
                bar.Value = step.Step;
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:F4}  {step.TokensPerSecond:F0} tokens/s");
            }
            bar.StopTask();
        });
    }

    private static void Tell(JobEvent happened, Action<string> write)
    {
        switch (happened)
        {
            case JobEvaluation evaluation:
                write(string.Create(CultureInfo.InvariantCulture, $"step {evaluation.Step}, epoch {evaluation.Epoch:F2}: {Metrics(evaluation.Metrics)}{(evaluation.Best ? " (best so far)" : "")}"));
                break;
            case JobLog log:
                write(log.Warning ? $"warning: {log.Message}" : log.Message);
                break;
            case JobStateChanged { Result: { } result }:
                write(string.Create(CultureInfo.InvariantCulture, $"{result.Steps} steps in {result.Duration.TotalSeconds:F1} s, last loss {result.FinalLoss:F4}"));
                if (result.BestMetrics.Count > 0) write($"best: {Metrics(result.BestMetrics)} at step {result.BestStep}");
                break;
        }
    }

    private static string Metrics(IReadOnlyDictionary<string, double> metrics) =>
        string.Join(", ", metrics.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Key} {m.Value:F4}")));
}
