using Bridge.Torch.Parameters;

namespace Bridge.Models.Vocabularies;

/// <summary>
/// Token embeddings of one base model beside its own (Artetxe et al. 2020, arXiv:1910.11856: a model learns another language by its embeddings). Which of them act is an argument of
/// each call (<see cref="ForwardContext.TokenEmbeddings"/>).
/// </summary>
public sealed class EmbeddingSet(TransformerModel model) : IDisposable
{
    /// <summary>The name of the base model's own.</summary>
    public const string Default = "default";

    private const double Deviation = 0.02; // the reference's, whatever the model's own is

    private readonly PartDictionary<TokenEmbedding> _embeddings = new();

    /// <summary>The base model.</summary>
    public TransformerModel Model => model;

    /// <summary>All but the model's own, in the order they came.</summary>
    public IReadOnlyCollection<TokenEmbedding> All => _embeddings.Values;

    /// <summary>The embeddings of that name; EMBEDDING_NOT_FOUND names those there are.</summary>
    public TokenEmbedding this[string name] => _embeddings.TryGetValue(name, out var embedding) ? embedding : throw NotFound(name);

    /// <summary>The embeddings of that name, if there are.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TokenEmbedding? embedding) => _embeddings.TryGetValue(name, out embedding);

    /// <summary>What a call takes (<see cref="ForwardContext.TokenEmbeddings"/>): null for the model's own. Borrowed. EMBEDDING_NOT_FOUND.</summary>
    public TokenEmbedding? For(string? name) => name is null or Default ? null : this[name];

    /// <summary>
    /// Adds embeddings of <paramref name="size"/> tokens, normal with deviation 0.02, but for those tokens that a reference has too: their rows are its. EMBEDDING_NAME_TAKEN,
    /// EMBEDDING_NOT_FOUND; ARGUMENT_INVALID for a reference whose tokens, or the new ones, are not known, and for numbers of tokens outside the table. <paramref name="from"/>: another
    /// set of the same model that holds the reference.
    /// </summary>
    public TokenEmbedding Add(string name, int size, RandomSource random, IReadOnlyDictionary<string, int>? vocabulary = null, EmbeddingReference? reference = null, EmbeddingSet? from = null)
    {
        Check(name);
        from ??= this;
        TokenRows.Check("the new embeddings", vocabulary, size);
        if (size < 1) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"embeddings \"{name}\" of {size} tokens; at least 1 is needed", ("embedding", name), ("size", size));
        using var old = reference is null ? null : from.Copied(reference.Name);
        var common = reference is null ? [] : TokenRows.Common(name, vocabulary, reference, reference.Vocabulary ?? (from.TryGet(reference.Name, out var known) ? known.Vocabulary : null), old!.shape[0]);
        var source = new SeededParameterSource(random, model.Device, ScalarType.Float32);
        var table = source.Get(name, new Shape(size, model.Description.EmbeddingSize), new Initializer.Normal(Deviation));
        TokenRows.Copy(old, table, common);
        return Keep(new TokenEmbedding(name, table, vocabulary));
    }

    /// <summary>
    /// Adds a copy of others, by default of the model's own, which cannot be trained themselves. EMBEDDING_NAME_TAKEN, EMBEDDING_NOT_FOUND. <paramref name="from"/>: another set of the
    /// same model that holds them.
    /// </summary>
    public TokenEmbedding Copy(string name, string reference = Default, EmbeddingSet? from = null)
    {
        Check(name);
        from ??= this;
        return from.TryGet(reference, out var known)
            ? Keep(new TokenEmbedding(name, Copied(known.Table), known.Vocabulary, known.Untrained))
            : Keep(new TokenEmbedding(name, from.Copied(reference), null, model.Description.PaddingTrained ? null : model.Description.PadTokenId));
    }

    /// <summary>
    /// Loads a folder with <c>embedding.pt</c> as the reference library writes it, or a file of one tensor. FILE_NOT_FOUND, EMBEDDING_NAME_TAKEN; CHECKPOINT_MISMATCH where rows do not
    /// have the model's embedding size.
    /// </summary>
    public TokenEmbedding Load(string folder, string name, IReadOnlyDictionary<string, int>? vocabulary = null)
    {
        Check(name);
        var table = EmbeddingStorage.Load(folder, model);
        try
        {
            TokenRows.Check($"the embeddings of \"{folder}\"", vocabulary, (int)table.shape[0]);
            return Keep(new TokenEmbedding(name, table, vocabulary));
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Saves embeddings, the model's own too, as <c>embedding.pt</c> in a folder, in the form of the reference library.</summary>
    public void Save(string name, string folder)
    {
        using var table = Copied(name);
        EmbeddingStorage.Save(folder, table);
    }

    /// <summary>Removes embeddings; false where there were none of that name. The model's own stay: ARGUMENT_INVALID.</summary>
    public bool Remove(string name)
    {
        if (name == Default) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"embeddings \"{Default}\" are the base model's own and stay", ("embedding", name));
        if (!_embeddings.Remove(name, out var embedding)) return false;
        embedding.Dispose();
        return true;
    }

    /// <summary>
    /// Takes embeddings over from another set of the same model, where they were made or trained aside; with <paramref name="replace"/> in place of those of that name.
    /// EMBEDDING_NAME_TAKEN.
    /// </summary>
    public void Adopt(EmbeddingSet from, string name, bool replace = false)
    {
        var embedding = from[name];
        if (replace) Remove(name);
        Check(name);
        from._embeddings.Remove(name);
        _embeddings[name] = embedding;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var embedding in _embeddings.Values) embedding.Dispose();
        _embeddings.Clear();
    }

    private TokenEmbedding Keep(TokenEmbedding embedding) => _embeddings[embedding.Name] = embedding;

    private Tensor Copied(string name) => Copied(name == Default ? Own() : this[name].Table);

    private Tensor Copied(Tensor table)
    {
        using var detached = table.detach();
        return detached.to(ScalarType.Float32, model.Device, copy: true).DetachFromDisposeScope();
    }

    private Tensor Own() => model.TokenEmbeddings ?? throw BridgeException.Precondition(ErrorReason.SlotNotSupported,
        $"a model of type \"{model.Description.ModelType}\" has no token embeddings", ("model_type", model.Description.ModelType));

    private void Check(string name)
    {
        PartNames.Check("embedding", name);
        _ = Own();
        if (name == Default || _embeddings.ContainsKey(name))
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.EmbeddingNameTaken, $"embeddings are already called \"{name}\"", ("embedding", name));
    }

    private BridgeException NotFound(string name)
    {
        var known = string.Join(", ", _embeddings.Keys.Prepend(Default).Select(n => $"\"{n}\""));
        return BridgeException.NotFound(ErrorReason.EmbeddingNotFound, $"no embeddings are called \"{name}\"; there are {known}", ("embedding", name), ("known", known));
    }
}
