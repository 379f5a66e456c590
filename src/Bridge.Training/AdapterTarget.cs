using Bridge.Adapters;
using Bridge.Adapters.Fusion;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;
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
    private readonly HeadConfig _config; // beside the token embeddings that act
    private readonly IReadOnlyList<string> _trained;
    private readonly IReadOnlyList<AdapterFusion> _fusions;
    private readonly EmbeddingSet? _embeddings;
    private readonly bool _trainEmbedding;
    private readonly ForwardContext _context;

    /// <summary>For evaluation: nothing is trainable, and nothing proved.</summary>
    public AdapterTarget(TransformerModel model, AdapterSet adapters, HeadSet heads, string head, Composition? composition, int padding, TokenEmbedding? embedding)
    {
        (_model, _adapters, _heads, _head, _trained, _fusions, Padding) = (model, adapters, heads, heads[head], [], [], padding);
        // A head over the last hidden state leaves the pooler uncomputed.
        var pooled = _head.Config is ClassificationHeadConfig { UsePooler: true } or MultipleChoiceHeadConfig { UsePooler: true } or DeclaredHeadConfig { Input: DeclaredInput.Pooled };
        _config = _head.ConfigWith(embedding);
        _context = new ForwardContext { Hooks = composition is null ? null : adapters.Compose(composition), OutputPooled = pooled, TokenEmbeddings = embedding };
        Outputs = _config switch { ClassificationHeadConfig c => c.NumLabels, TaggingHeadConfig t => t.NumLabels, DeclaredHeadConfig d => d.NumLabels, LanguageModelHeadConfig l => l.VocabSize ?? 1, _ => 1 };
        (Trainable, Frozen) = (new Dictionary<string, Tensor>(), new Dictionary<string, Tensor>());
    }

    /// <summary>For training. Validates names and composition.</summary>
    public AdapterTarget(TargetSpec spec) : this(spec.Model, spec.Adapters, spec.Heads, spec.Head, spec.Composition, spec.PaddingId, spec.Embeddings?.For(spec.Embedding))
    {
        _context = _context with { GradientCheckpointing = spec.Options.GradientCheckpointing, Dropout = spec.Options.Dropout };
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
        _fusions = [.. spec.TrainFusions.Select(name => ActiveFusion(spec, name))];
        (_embeddings, _trainEmbedding) = (spec.Embeddings, spec.TrainEmbedding);
        if (spec.TrainEmbedding && _context.TokenEmbeddings is null)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the base model's own token embeddings are to be trained; the base is frozen, train a copy of them", ("embedding", EmbeddingSet.Default));
        (Trainable, Frozen) = TensorsOf(spec);
    }

    public Device Device => _model.Device;

    public int Outputs { get; }

    public int Padding { get; }

    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    public IReadOnlyDictionary<string, Tensor> Frozen { get; }

    public void Check(EncodedDataset data)
    {
        DataChecks.Inputs(data, _model.Description, _context.TokenEmbeddings?.VocabularySize ?? _model.Description.Embedding.VocabularySize);
        DataChecks.Labels(data, _head, _config);
    }

    public Tensor Logits(Batch batch, RandomSource? dropout, CancellationToken cancellation)
    {
        var context = _context with { Training = dropout is not null, Random = dropout, TaskIds = batch.TaskIds, Cancellation = cancellation };
        // A decoder behind an encoder is told what came before each token that it is to write.
        var writes = _head.Config is LanguageModelHeadConfig { Decoder: true } && _model.Description.DecoderInputs is not null && batch.Inputs.DecoderInputIds is null;
        using var written = writes && batch.Labels is not null ? _model.DecoderIds(batch.Labels) : null;
        using var outputs = _model.Forward(written is null ? batch.Inputs : batch.Inputs with { DecoderInputIds = written }, context);
        return _head.Forward(outputs, context);
    }

    /// <summary>What the head learns beside the token embeddings that act.</summary>
    public HeadConfig Head => _config;

    public Tensor Loss(Tensor logits, Tensor labels)
    {
        var loss = _head.Loss(logits, labels);
        foreach (var fusion in _fusions)
            if (fusion.Regularization() is { } added) loss = loss + added;
        return loss;
    }

    public void Export(string folder)
    {
        foreach (var name in _trained) _adapters.Save(name, Path.Combine(folder, "adapters", name));
        foreach (var fusion in _fusions) _adapters.Fusions.Save(fusion.Name, Path.Combine(folder, "fusions", fusion.Name));
        var embedding = _context.TokenEmbeddings;
        _heads.Save(_head.Name, Path.Combine(folder, "heads", _head.Name), embedding);
        if (_trainEmbedding) _embeddings!.Save(embedding!.Name, Path.Combine(folder, "embeddings", embedding.Name));
    }

    private string NameOf(Adapter adapter, string parameter) =>
        adapter.Shared.Contains(parameter) ? $"shared.{_adapters.Sharing.NameOf(adapter, parameter)}" : $"adapters.{adapter.Name}.{parameter}";

    private AdapterFusion ActiveFusion(TargetSpec spec, string name)
    {
        var fusion = _adapters.Fusions[name];
        if (spec.Composition is { } composition && Fuses(composition).Any(block => _adapters.Fusions.For(block) == fusion)) return fusion;
        throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"fusion \"{name}\" is to be trained and no block of {spec.Composition?.Write() ?? "the base model"} is of it",
            ("fusion", name), ("composition", spec.Composition?.Write() ?? ""));
    }

    private static IEnumerable<Fuse> Fuses(Composition composition) => composition.Children.SelectMany(Fuses).Concat(composition is Fuse fuse ? [fuse] : []);

    private (IReadOnlyDictionary<string, Tensor> Trainable, IReadOnlyDictionary<string, Tensor> Frozen) TensorsOf(TargetSpec spec)
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
            if (spec.TrainEmbedding && spec.TrainHead && head == _head) trained.UnionWith(head.TrainedWithEmbeddings);
            foreach (var (name, tensor) in head.Parameters) (trained.Contains(name) ? trainable : frozen)[name] = tensor;
        }
        foreach (var fusion in _adapters.Fusions.All)
        {
            var trained = _fusions.Contains(fusion) ? fusion.Trained.ToHashSet(StringComparer.Ordinal) : [];
            foreach (var (name, tensor) in fusion.Parameters) (trained.Contains(name) ? trainable : frozen)[$"fusions.{fusion.Name}.{name}"] = tensor;
        }
        foreach (var embedding in spec.Embeddings?.All ?? [])
            (spec.TrainEmbedding && embedding == _context.TokenEmbeddings ? trainable : frozen)[$"embeddings.{embedding.Name}"] = embedding.Table;
        return (trainable, frozen);
    }
}
