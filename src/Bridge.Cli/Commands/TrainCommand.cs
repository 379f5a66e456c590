using System.CommandLine;
using System.Text.Json.Nodes;
using Bridge.Cli.Training;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary>
/// <c>train</c>: an adapter, or the fusion of several, with a head on texts: their labels, the tags of their words, or the texts themselves; or on images and their labels.
/// </summary>
internal static class TrainCommand
{
    private const string Labels = "labels";
    private const string Model = "model";
    private const string Train = "train";
    private const string Evaluation = "eval";

    private static readonly HeadSpec OwnHead = new() { Json = """{"head_type": "own"}""" };

    public static Command Build()
    {
        var model = CommonOptions.Model();
        var config = CommonOptions.Text("--config", "The adapter: lora[r=8], seq_bn, ... `methods` lists them. With --fuse the fusion: dynamic, static.");
        var fuse = new Option<string[]>("--fuse") { Description = "Folders of adapters, which stay as they are: their fusion is trained.", AllowMultipleArgumentsPerToken = true };
        var name = new Option<string>("--name") { Description = "The adapter's or fusion's and the head's name.", DefaultValueFactory = _ => "adapter" };
        var data = CommonOptions.Text("--data", "JSON lines to train on.");
        var eval = CommonOptions.Optional("--eval", "JSON lines to evaluate on.");
        var text = new Option<string>("--text-field") { Description = "The field that holds the text.", DefaultValueFactory = _ => "text" };
        var pair = CommonOptions.Optional("--pair-field", "The field that holds the second text of a pair.");
        var image = CommonOptions.Optional("--image-field", "The field that holds an image in place of a text: a path that starts in the data's folder and stays in it, or {\"bytes\": base64}.");
        var label = new Option<string>("--label-field") { Description = "The field that holds the label: a text or an integer is a class, a list several, a number with a point a score; beside a list of words a list of tags.", DefaultValueFactory = _ => "label" };
        var task = new Option<string>("--task") { Description = "What is learned: labels (classes, scores, or tags of words, as the rows have them), or the texts themselves by masked_lm, causal_lm, seq2seq_lm (the second text from the first).", DefaultValueFactory = _ => Labels };
        task.AcceptOnlyFromAmong(Labels, "masked_lm", "causal_lm", "seq2seq_lm");
        var own = new Option<bool>("--own-head") { Description = "Train the head that the model's checkpoint brings along (a model saved as RobertaForSequenceClassification, GPT2LMHeadModel ...) in place of a fresh one." };
        var save = CommonOptions.Text("--save", "Folder to write: adapter and head, as AdapterHub has them; a fusion with all its adapters and the head, as a setup.");
        var seed = new Option<ulong?>("--seed") { Description = "Seed of first values, order of rows and dropout (default 42)." };
        var type = CommonOptions.Type();
        var json = CommonOptions.Json();
        json.Description = "Write events and metrics as JSON lines.";
        var command = new Command("train", "Train an adapter, or the fusion of several, with a head on texts or images and save all.") { model, config, fuse, name, data, eval, text, pair, image, label, task, own, save, seed, type, json };
        var options = new TrainOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var learner = Learner.Of(parsed.GetValue(config)!, parsed.GetValue(fuse) ?? []);
            var (id, random) = (parsed.GetValue(name)!, parsed.GetValue(seed) ?? 42);
            using var engine = new BridgeEngine();
            await engine.Models.LoadAsync(new ModelLoadRequest { Path = parsed.GetValue(model)!, Id = Model, DataType = CommonOptions.TypeOf(parsed.GetValue(type)!) }, cancellation);
            var learned = parsed.GetValue(task)!;
            var kind = learned == Labels ? DatasetLabelKind.Unspecified : DatasetLabelKind.None;
            var schema = new DatasetSchema { LabelKind = kind, TextField = parsed.GetValue(text)!, PairField = parsed.GetValue(pair), ImageField = parsed.GetValue(image), LabelField = parsed.GetValue(label)! };
            // Labels have the numbers that the checkpoint's head gives them.
            var brought = parsed.GetValue(own) ? await engine.Heads.CreateAsync(Model, id, OwnHead, random, cancellation) : null;
            if (learned == Labels && brought?.Spec.Labels is { } names) schema = schema with { LabelIds = names.Select((label, number) => (label, number)).ToDictionary(l => l.label, l => l.number) };
            var rows = await engine.Datasets.LoadAsync(Train, parsed.GetValue(data)!, schema, keepSource: true, cancellation);
            if (parsed.GetValue(eval) is { } file) await engine.Datasets.LoadAsync(Evaluation, file, rows.Schema, keepSource: true, cancellation);
            var request = await learner.MakeAsync(engine, Model, id, random, cancellation);
            if (brought is null) await engine.Heads.CreateAsync(Model, id, learned == Labels ? HeadFor(rows.Schema) : new HeadSpec { Json = $"{{\"head_type\": \"{learned}\"}}" }, random, cancellation);
            request = request with { Heads = [id], Dataset = Train, EvaluationDataset = parsed.GetValue(eval) is null ? null : Evaluation };
            await RunAsync(engine, options.Apply(request, parsed, random), parsed.GetValue(json) ? new EventLines() : new ProgressView(), cancellation);
            await learner.SaveAsync(engine, request, id, parsed.GetValue(save)!, cancellation);
            if (!parsed.GetValue(json)) Console.WriteLine($"written to {parsed.GetValue(save)}");
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(BridgeEngine engine, TrainingJobRequest request, ITrainingView view, CancellationToken cancellation)
    {
        var job = engine.Jobs.Create(request);
        await using var cancel = cancellation.Register(() => engine.Jobs.Cancel(Model, job.Id));
        await view.FollowAsync(engine.Jobs.WatchAsync(Model, job.Id, cancellation: CancellationToken.None));
        var end = engine.Jobs.Get(Model, job.Id);
        if (end.Error is { } error) throw error;
        if (end.State == TrainingJobState.Cancelled) throw new OperationCanceledException(cancellation);
    }

    private static HeadSpec HeadFor(DatasetSchema schema) => schema.LabelKind switch
    {
        DatasetLabelKind.Score => new HeadSpec { NumLabels = 1 },
        DatasetLabelKind.Single or DatasetLabelKind.Multiple => new HeadSpec
        {
            NumLabels = schema.LabelIds.Count,
            Multilabel = schema.LabelKind == DatasetLabelKind.Multiple,
            Labels = [.. schema.LabelIds.OrderBy(l => l.Value).Select(l => l.Key)],
        },
        DatasetLabelKind.Tags => new HeadSpec { Json = TaggingHead(schema.LabelIds) },
        _ => throw BridgeException.Invalid(ErrorReason.DataInvalid, $"the rows have no field \"{schema.LabelField}\" to train on", ("field", schema.LabelField)),
    };

    private static string TaggingHead(IReadOnlyDictionary<string, int> labels) => new JsonObject
    {
        ["head_type"] = "tagging",
        ["num_labels"] = labels.Count,
        ["layers"] = 1,
        ["label2id"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
    }.ToJsonString();
}
