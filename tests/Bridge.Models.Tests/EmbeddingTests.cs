using Bridge.Models.Heads;
using Bridge.Models.Vocabularies;

namespace Bridge.Models.Tests;

/// <summary>Token embeddings beside a model's own: rows of common tokens, calls, tied heads, files, names.</summary>
public sealed class EmbeddingTests : IDisposable
{
    private static readonly Dictionary<string, int> Old = Enumerable.Range(0, TinyBert.Vocabulary).ToDictionary(i => $"w{i}", i => i);
    private static readonly Dictionary<string, int> New = new() { ["w5"] = 0, ["fresh"] = 1, ["w0"] = 130 };

    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly EmbeddingSet _embeddings;
    private readonly HeadSet _heads;

    public EmbeddingTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        (_embeddings, _heads) = (new EmbeddingSet(_model), new HeadSet(_model));
    }

    public void Dispose()
    {
        _heads.Dispose();
        _embeddings.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Add_WithReference_TakesRowsOfCommonTokensAndDrawsOthers()
    {
        using var scope = NewDisposeScope();
        var added = _embeddings.Add("new", 131, new RandomSource(3), New, new EmbeddingReference(EmbeddingSet.Default, Old));
        var own = _model.TokenEmbeddings!;
        Assert.Equal(0, (added.Table[0] - own[5]).abs().max().ToDouble());
        Assert.Equal(0, (added.Table[130] - own[0]).abs().max().ToDouble());
        Assert.InRange(added.Table.narrow(0, 1, 129).std().ToDouble(), 0.019, 0.021);
        Assert.Equal(131, added.VocabularySize);
        // Words of one that was added are known from then on.
        var third = _embeddings.Add("third", 2, new RandomSource(4), new Dictionary<string, int> { ["fresh"] = 1 }, new EmbeddingReference("new"));
        Assert.Equal(0, (third.Table[1] - added.Table[1]).abs().max().ToDouble());
    }

    [Fact]
    public void Forward_WithEmbeddings_TakesTheirIdsAndLeavesOtherCallsAlone()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, _) = TinyBert.Batch();
        var before = States(ids, null);
        var added = _embeddings.Add("new", 131, new RandomSource(3));
        var copy = _embeddings.Copy("copy");
        Assert.Equal(0, (States(ids, copy) - before).abs().max().ToDouble());
        Assert.NotEqual(0, (States(ids, added) - before).abs().max().ToDouble());
        Assert.Equal(0, (States(ids, null) - before).abs().max().ToDouble());
        var high = full([1, 2], 130, dtype: ScalarType.Int64, device: CPU);
        States(high, added);
        Assert.Equal("[0, 119]", Assert.Throws<BridgeException>(() => States(high, copy)).Metadata["allowed"]);
    }

    [Fact]
    public void TiedHead_WithOtherVocabulary_ProjectsToItAndIsSavedSo()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (ids, _) = TinyBert.Batch();
        var head = _heads.Add("lm", new LanguageModelHeadConfig(Causal: false), new RandomSource(2));
        head.Parameters["heads.lm.3.bias"].fill_(1);
        var added = _embeddings.Add("new", 131, new RandomSource(3));
        var context = new ForwardContext { TokenEmbeddings = added };
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, context);
        var logits = head.Forward(outputs, context);
        Assert.Equal(131, logits.shape[^1]);
        Assert.Equal(TinyBert.Vocabulary, head.Forward(outputs, ForwardContext.Plain).shape[^1]);
        var folder = Directory.CreateTempSubdirectory().FullName;
        _heads.Save("lm", folder, added);
        var loaded = _heads.Load(folder, "again");
        Assert.Equal(0, (loaded.Forward(outputs, ForwardContext.Plain) - logits).abs().max().ToDouble());
        Assert.Equal(["heads.lm.3.bias"], head.TrainedWithEmbeddings);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void SaveThenLoad_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory().FullName;
        var added = _embeddings.Add("new", 131, new RandomSource(3));
        _embeddings.Save("new", folder);
        Assert.Equal(0, (_embeddings.Load(folder, "again").Table - added.Table).abs().max().ToDouble());
        _embeddings.Save(EmbeddingSet.Default, folder);
        Assert.Equal(0, (_embeddings.Load(folder, "own").Table - _model.TokenEmbeddings!).abs().max().ToDouble());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Names_TakenUnknownOrTheModelsOwn_AreRefused()
    {
        _embeddings.Add("new", 7, new RandomSource(3), new Dictionary<string, int> { ["a"] = 6 });
        Assert.Equal(ErrorReason.EmbeddingNameTaken, Refused(() => _embeddings.Copy("new")).Reason);
        Assert.Equal(ErrorReason.EmbeddingNameTaken, Refused(() => _embeddings.Copy(EmbeddingSet.Default)).Reason);
        var unknown = Refused(() => _embeddings.For("z"));
        Assert.Equal(ErrorReason.EmbeddingNotFound, unknown.Reason);
        Assert.Equal("\"default\", \"new\"", unknown.Metadata["known"]);
        Assert.Equal(ErrorReason.ArgumentInvalid, Refused(() => _embeddings.Remove(EmbeddingSet.Default)).Reason);
        Assert.Equal("6", Refused(() => _embeddings.Add("b", 6, new RandomSource(1), new Dictionary<string, int> { ["a"] = 6 })).Metadata["number"]);
        Assert.Equal(ErrorReason.ArgumentInvalid, Refused(() => _embeddings.Add("b", 6, new RandomSource(1), null, new EmbeddingReference("new"))).Reason);
        Assert.Equal(ErrorReason.CheckpointMismatch, Refused(() => _embeddings.Load(Path.Combine(_folder.Folder, "model.safetensors"), "b")).Reason);
        Assert.False(_embeddings.Remove("b"));
        Assert.True(_embeddings.Remove("new"));
    }

    [Fact]
    public void AddAndCall_Repeated_LeaveNoTensor()
    {
        var (ids, mask) = TinyBert.Batch();
        LeakCheck.NoTensorLeaks(() =>
        {
            using var noGrad = no_grad();
            var added = _embeddings.Add("new", 131, new RandomSource(3), New, new EmbeddingReference(EmbeddingSet.Default, Old));
            using (var outputs = _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, new ForwardContext { TokenEmbeddings = added })) { }
            _embeddings.Remove("new");
        }, 20);
        ids.Dispose();
        mask.Dispose();
    }

    private static BridgeException Refused(Func<object?> action) => Assert.Throws<BridgeException>(action);

    private Tensor States(Tensor ids, TokenEmbedding? embedding)
    {
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, new ForwardContext { TokenEmbeddings = embedding });
        return outputs.LastHiddenState.clone();
    }
}
