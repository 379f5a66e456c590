using System.Globalization;
using Bridge.Training.Checkpointing;
using Bridge.Training.Events;
using Bridge.Training.Tests.Support;

namespace Bridge.Training.Tests.Checkpointing;

/// <summary>The run that is killed: it writes a line a step, and goes on from the newest checkpoint it finds.</summary>
internal static class KilledRun
{
    public const string Verb = "killed-run";

    public static readonly TrainingOptions Options = new()
    {
        LearningRate = 0.02, MaxSteps = 400, BatchSize = 4, GradientAccumulation = 2, CheckpointSteps = 7, EvaluationSteps = 20, Optimizer = new() { WeightDecay = 0.01 },
    };

    public static int Run(string folder)
    {
        using var target = new ToyTarget(3);
        var log = new EventLog();
        using var reader = log.Read();
        using var output = new StreamWriter(Path.Combine(folder, "losses.txt"), append: true) { AutoFlush = true };
        output.WriteLine(); // a kill may have cut a line off: what follows must not be glued to it
        var checkpoints = Path.Combine(folder, "checkpoints");
        // Lines are written as steps end, not afterwards: a kill must find the run in the middle of things.
        target.Intervene = (_, logits) =>
        {
            while (reader.TryRead(out var item)) Write(output, item);
            return logits;
        };
        using (var loop = new TrainingLoop(target, ToyData.Classes(300, 3), ToyData.Classes(40, 3, seed: 8), Options, checkpoints, log))
            loop.Run(CheckpointStore.List(checkpoints).Select(entry => entry.Path).LastOrDefault(), CancellationToken.None);
        while (reader.TryRead(out var item)) Write(output, item);
        output.WriteLine("values " + string.Join(' ', target.Values().Select(BitConverter.SingleToInt32Bits)));
        return 0;
    }

    private static void Write(StreamWriter output, TrainingEvent item)
    {
        if (item is StepEvent step)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Step} {BitConverter.DoubleToInt64Bits(step.Loss)} {BitConverter.DoubleToInt64Bits(step.GradientNorm)}"));
    }
}
