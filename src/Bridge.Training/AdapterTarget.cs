using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Training.Data;
using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>A base model with composed adapters and a head, as the trainer sees it.</summary>
internal sealed class AdapterTarget : ITrainingTarget
{
    private readonly TransformerModel _model;
    private readonly AdapterSet _adapters;
    private readonly HeadSet _heads;
    private readonly PredictionHead _head;
    private readonly IReadOnlyList<string> _trained;
    private readonly ForwardContext _context;

    /// <summary>For evaluation: nothing is trainable, and nothing proved.</summary>
    public AdapterTarget(TransformerModel model, AdapterSet adapters, HeadSet heads, string head, Composition? composition, int padding)
    {
        (_model, _adapters, _heads, _head, _trained, Padding) = (model, adapters, heads, heads[head], [], padding);
        // A head over the last hidden state leaves the pooler uncomputed.
        var pooled = _head.Config is ClassificationHeadConfig { UsePooler: true } or MultipleChoiceHeadConfig { UsePooler: true };
        _context = new ForwardContext { Hooks = composition is null ? null : adapters.Compose(composition), OutputPooled = pooled };
        Outputs = _head.Config switch { ClassificationHeadConfig c => c.NumLabels, TaggingHeadConfig t => t.NumLabels, LanguageModelHeadConfig l => l.VocabSize ?? 1, _ => 1 };
        (Trainable, Frozen) = (new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>());
    }

    /// <summary>For training. Validates names and composition.</summary>
    public AdapterTarget(TrainingSpec spec) : this(spec.Model, spec.Adapters, spec.Heads, spec.Head, spec.Composition, spec.PaddingId)
    {
        _context = _context with { GradientCheckpointing = spec.Options.GradientCheckpointing };
        var active = spec.Composition?.Flatten() ?? [];
        _trained = spec.TrainAdapters ?? active;
        foreach (var name in _trained)
        {
            _ = _adapters[name];
            if (!active.Contains(name))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid,
                    $"adapter \"{name}\" is to be trained and takes no part in {spec.Composition?.Write() ?? "the base model"}; active are {string.Join(", ", active)}",
                    ("adapter", name), ("composition", spec.Composition?.Write() ?? ""), ("active", string.Join(", ", active)));
        }
        (Trainable, Frozen) = TensorsOf(spec);
    }

    public Device Device => _model.Device;

    public int Outputs { get; }

    public int Padding { get; }

    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    public IReadOnlyDictionary<string, Tensor> Frozen { get; }

    public void Check(EncodedDataset data)
    {
        DataChecks.Inputs(data, _model.Description);
        DataChecks.Labels(data, _head);
    }

    public Tensor Logits(Batch batch, RandomSource? dropout, CancellationToken cancellation)
    {
        var context = _context with { Training = dropout is not null, Random = dropout, Cancellation = cancellation };
        // A decoder behind an encoder is told what came before each token that it is to write.
        using var written = _head.Config is LanguageModelHeadConfig { Decoder: true } && _model.Description.DecoderInputs is not null && batch.Labels is not null ? _model.DecoderIds(batch.Labels) : null;
        var inputs = new ModelInputs { InputIds = batch.InputIds, AttentionMask = batch.AttentionMask, TokenTypeIds = batch.TokenTypeIds, DecoderInputIds = written };
        using var outputs = _model.Forward(inputs, context);
        return _head.Forward(outputs, context);
    }

    public Tensor Loss(Tensor logits, Tensor labels) => _head.Loss(logits, labels);

    public void Export(string folder)
    {
        foreach (var name in _trained) _adapters.Save(name, Path.Combine(folder, "adapters", name));
        _heads.Save(_head.Name, Path.Combine(folder, "heads", _head.Name));
    }

    private string NameOf(Adapter adapter, string parameter) =>
        adapter.Shared.Contains(parameter) ? $"shared.{_adapters.Sharing.NameOf(adapter, parameter)}" : $"adapters.{adapter.Name}.{parameter}";

    private (IReadOnlyDictionary<string, Tensor> Trainable, IReadOnlyDictionary<string, Tensor> Frozen) TensorsOf(TrainingSpec spec)
    {
        var trainable = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var frozen = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in _model.Parameters) frozen[$"model.{name}"] = tensor;
        foreach (var adapter in _adapters.All)
        {
            if (spec.ChangedByOthers.Contains(adapter.Name)) continue;
            var trained = _trained.Contains(adapter.Name) ? adapter.Trained.ToHashSet(StringComparer.Ordinal) : [];
            foreach (var (name, tensor) in adapter.Parameters) (trained.Contains(name) ? trainable : frozen)[NameOf(adapter, name)] = tensor;
        }
        // A tensor that several adapters share is trained if one of them is, and once.
        foreach (var name in trainable.Keys) frozen.Remove(name);
        foreach (var head in _heads.All)
        {
            if (spec.ChangedByOthers.Contains(head.Name)) continue;
            var trained = spec.TrainHead && head.Name == _head.Name ? head.Trained.ToHashSet(StringComparer.Ordinal) : [];
            foreach (var (name, tensor) in head.Parameters) (trained.Contains(name) ? trainable : frozen)[name] = tensor;
        }
        return (trainable, frozen);
    }
}
