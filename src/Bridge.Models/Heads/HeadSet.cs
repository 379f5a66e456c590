using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The prediction heads of one base model.</summary>
public sealed class HeadSet(TransformerModel model) : IDisposable
{
    private readonly PartDictionary<PredictionHead> _heads = new();

    /// <summary>The base model.</summary>
    public TransformerModel Model => model;

    /// <summary>All heads, in the order they came.</summary>
    public IReadOnlyCollection<PredictionHead> All => _heads.Values;

    /// <summary>The head of that name; HEAD_NOT_FOUND names those there are.</summary>
    public PredictionHead this[string name] =>
        _heads.TryGetValue(name, out var head)
            ? head
            : throw BridgeException.NotFound(ErrorReason.HeadNotFound, $"no head is called \"{name}\"; there are {Names()}", ("head", name), ("known", Names()));

    /// <summary>The head of that name, if there is one.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PredictionHead? head) => _heads.TryGetValue(name, out head);

    /// <summary>Adds a head with fresh parameters. HEAD_NAME_TAKEN, CONFIG_VALUE_RANGE.</summary>
    public PredictionHead Add(string name, HeadConfig config, RandomSource random) =>
        Keep(name, config, new SeededParameterSource(random, model.Device, ScalarType.Float32), null);

    /// <summary>
    /// Adds the head that the model's own checkpoint brings along: that of the class that config.json names, with its labels, or a projection to the vocabulary that is tied to the
    /// embeddings. Called <c>default</c> as in the reference library unless named otherwise. <paramref name="flexible"/>: as the reference library's flexible classes turn it into theirs,
    /// without the constant that BART adds to its logits. HEAD_NAME_TAKEN; HEAD_NOT_FOUND where the checkpoint has none that is known, CHECKPOINT_MISMATCH where it is not whole.
    /// </summary>
    public PredictionHead AddOwn(string name = "default", bool flexible = false)
    {
        var (config, tensors) = OwnHead.Of(model, flexible) ?? throw NoOwn();
        var source = new CheckpointParameterSource(tensors, model.Device, ScalarType.Float32, tensors.Stored);
        return Keep(name, config, source, () => new LoadReport([.. source.Used], source.Missing, []) { Mismatched = source.Mismatched }.Require(model.Folder, "the head of its class"));
    }

    private BridgeException NoOwn()
    {
        var (saved, known) = (model.Description.Checkpoint?.Name, string.Join(", ", model.Description.FixedHeads.Select(h => h.ModelClass)));
        return BridgeException.NotFound(ErrorReason.HeadNotFound, $"the checkpoint of \"{model.Name}\", a {saved ?? "model"}, brings no head along that is known; those of {(known.Length == 0 ? "no class" : known)} are",
            ("model", model.Name), ("model_class", saved), ("allowed", known));
    }

    /// <summary>
    /// Saves a head into a folder (head_config.json, model_head.safetensors), beside an adapter or alone. <paramref name="tokens"/>: the token embeddings that it is used with, which
    /// a projection that is tied to them is then saved as.
    /// </summary>
    public void Save(string name, string folder, Vocabularies.TokenEmbedding? tokens = null) => HeadStorage.Save(model, this[name], folder, tokens);

    /// <summary>
    /// Loads a head of a folder, under its own name or another, with its own labels or others. Heads of model classes with one fixed head become the flexible heads that
    /// compute the same. Strict: CHECKPOINT_MISMATCH names all that differs.
    /// </summary>
    public PredictionHead Load(string folder, string? name = null, IReadOnlyDictionary<string, int>? labels = null) => HeadStorage.Load(this, folder, name, labels);

    /// <summary>
    /// Adds a head whose tensors are the weighted sum of those of heads of one kind and configuration; equal weights by default, divided by their sum if
    /// <paramref name="normalize"/>. HEAD_NOT_FOUND, HEAD_NAME_TAKEN, ARGUMENT_INVALID.
    /// </summary>
    public PredictionHead Average(string name, IReadOnlyList<string> heads, IReadOnlyList<double>? weights = null, bool normalize = true)
    {
        CheckName(name);
        if (heads.Count == 0 || (weights is not null && weights.Count != heads.Count))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"there are {weights?.Count ?? 0} weights for {heads.Count} heads; a weight a head and at least one head are needed",
                ("weights", weights?.Count ?? 0), ("heads", heads.Count));
        var parts = heads.Select(h => this[h]).ToList();
        if (parts.FirstOrDefault(h => HeadJson.Write(h.Config) is var json && !JsonNode.DeepEquals(json, HeadJson.Write(parts[0].Config))) is { } other)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"heads \"{parts[0].Name}\" and \"{other.Name}\" are not of one kind and configuration", ("heads", $"{parts[0].Name}, {other.Name}"));
        var sum = weights is null ? 1 : normalize ? weights.Sum() : 1;
        if (sum == 0 || !double.IsFinite(sum)) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"weights have the sum {sum}; it must be finite and not 0 to be divided by", ("sum", sum));
        return Keep(name, parts[0].Config, new CombinedParameterSource([.. parts.Select((h, i) => ((IReadOnlyList<Tensor>)[.. h.Parameters.Values], (weights?[i] ?? 1.0 / parts.Count) / sum))]), null);
    }

    /// <summary>Removes a head; false where there was none.</summary>
    public bool Remove(string name)
    {
        if (!_heads.Remove(name, out var head)) return false;
        head.Dispose();
        return true;
    }

    /// <summary>
    /// Takes a head over from another set of the same model, where it was made, loaded or trained aside; with <paramref name="replace"/> it takes the place of one of that
    /// name, which is freed. HEAD_NAME_TAKEN.
    /// </summary>
    public void Adopt(HeadSet from, string name, bool replace = false)
    {
        var head = from[name];
        if (replace) Remove(name);
        CheckName(name);
        from._heads.Remove(name);
        _heads[name] = head;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var head in _heads.Values) head.Dispose();
        _heads.Clear();
    }

    internal PredictionHead Keep(string name, HeadConfig config, ParameterSource source, Action? verify)
    {
        CheckName(name);
        try
        {
            var head = Build(name, config, source);
            verify?.Invoke();
            return _heads[name] = head;
        }
        catch
        {
            source.DisposeGiven();
            throw;
        }
    }

    private void CheckName(string name)
    {
        PartNames.Check("head", name);
        if (_heads.ContainsKey(name))
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.HeadNameTaken, $"a head is already called \"{name}\"", ("head", name));
    }

    private PredictionHead Build(string name, HeadConfig config, ParameterSource source) => config switch
    {
        ClassificationHeadConfig c => ClassificationHead.Build(name, c, model.Description, source),
        TaggingHeadConfig c => TaggingHead.Build(name, c, model.Description, source),
        QuestionAnsweringHeadConfig c => QuestionAnsweringHead.Build(name, c, model.Description, source),
        MultipleChoiceHeadConfig c => MultipleChoiceHead.Build(name, c, model.Description, source),
        DeclaredHeadConfig c => DeclaredHead.Build(name, c, model.Description, source),
        DependencyParsingHeadConfig c => DependencyParsingHead.Build(name, c, model.Description, source),
        LanguageModelHeadConfig c => LanguageModelHead.Build(name, c, model, source),
        _ => throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.MethodNotAvailable, $"no head of this build is of type \"{config.HeadType}\"", ("head_type", config.HeadType)),
    };

    private string Names() => _heads.Count == 0 ? "none" : string.Join(", ", _heads.Keys.Select(n => $"\"{n}\""));
}
