using System.CommandLine;
using Bridge.Engine;

namespace Bridge.Cli.Training;

/// <summary>The options of <c>train</c> beside those that name files.</summary>
internal sealed class TrainOptions
{
    private readonly Option<double?> _epochs = new("--epochs") { Description = "Passes over the data (default 3)." };
    private readonly Option<long?> _maxSteps = new("--max-steps") { Description = "Optimizer steps in all; takes precedence over --epochs." };
    private readonly Option<int?> _batchSize = new("--batch-size") { Description = "Rows of a micro-batch (default 32)." };
    private readonly Option<int?> _accumulation = new("--accumulation") { Description = "Micro-batches of an optimizer step (default 1)." };
    private readonly Option<bool> _again = new("--gradient-checkpointing") { Description = "Compute blocks a second time in the backward pass instead of keeping what it needs: less memory, more time." };
    private readonly Option<double?> _rate = new("--learning-rate", "--lr") { Description = "The full learning rate (default 1e-4)." };
    private readonly Option<string> _schedule = new("--schedule") { Description = "The learning rate's curve.", DefaultValueFactory = _ => "linear" };
    private readonly Option<double?> _warmup = new("--warmup-ratio") { Description = "Share of all steps that is warm-up (default 0)." };
    private readonly Option<double?> _decay = new("--weight-decay") { Description = "Decoupled weight decay (default 0)." };
    private readonly Option<double?> _clip = new("--clip-norm") { Description = "Gradients are scaled down to this norm; 0 leaves them (default 1)." };
    private readonly Option<double?> _dropout = new("--dropout") { Description = "Dropout of the base model, in [0, 1) (default that of its config.json)." };
    private readonly Option<string?> _best = new("--best-metric") { Description = "The metric that decides what is best." };
    private readonly Option<int?> _patience = new("--patience") { Description = "Stop after so many evaluations without a better one." };
    private readonly Option<int?> _maxLength = new("--max-length") { Description = "Longer texts are cut to so many tokens (default 128)." };
    private readonly Option<string?> _checkpoints = new("--checkpoints") { Description = "Folder for checkpoints; a run that was killed goes on from the newest with --resume." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the newest checkpoint." };

    public TrainOptions(Command command)
    {
        _schedule.AcceptOnlyFromAmong("linear", "cosine", "constant", "constant-with-warmup", "polynomial");
        foreach (var option in (Option[])[_epochs, _maxSteps, _batchSize, _accumulation, _again, _rate, _schedule, _warmup, _decay, _clip, _dropout, _best, _patience, _maxLength, _checkpoints, _resume]) command.Add(option);
    }

    /// <summary>The request with what was given; what was not is the trainer's default.</summary>
    public TrainingJobRequest Apply(TrainingJobRequest request, ParseResult parsed, ulong? seed) => request with
    {
        MaxLength = parsed.GetValue(_maxLength),
        CheckpointFolder = parsed.GetValue(_checkpoints),
        Resume = parsed.GetValue(_resume),
        Settings = new TrainingSettings
        {
            Epochs = parsed.GetValue(_epochs),
            MaxSteps = parsed.GetValue(_maxSteps),
            BatchSize = parsed.GetValue(_batchSize),
            GradientAccumulation = parsed.GetValue(_accumulation),
            GradientCheckpointing = parsed.GetValue(_again) ? true : null,
            LearningRate = parsed.GetValue(_rate),
            Schedule = ScheduleOf(parsed.GetValue(_schedule)!),
            WarmupRatio = parsed.GetValue(_warmup),
            WeightDecay = parsed.GetValue(_decay),
            ClipNorm = parsed.GetValue(_clip),
            Dropout = parsed.GetValue(_dropout),
            BestMetric = parsed.GetValue(_best),
            Patience = parsed.GetValue(_patience),
            Seed = seed,
        },
    };

    private static TrainingSchedule ScheduleOf(string name) => name switch
    {
        "cosine" => TrainingSchedule.Cosine,
        "constant" => TrainingSchedule.Constant,
        "constant-with-warmup" => TrainingSchedule.ConstantWithWarmup,
        "polynomial" => TrainingSchedule.Polynomial,
        _ => TrainingSchedule.Linear,
    };
}
