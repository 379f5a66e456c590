using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Models.Heads;
using Bridge.Torch;

namespace Bridge.Models.Tests;

/// <summary>Heads of each type: shapes of what they give, losses against numbers, files, heads of fixed model classes.</summary>
public sealed class HeadTypeTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly HeadSet _heads;

    public HeadTypeTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _heads = new HeadSet(_model);
    }

    public static TheoryData<HeadConfig> Types =>
    [
        new ClassificationHeadConfig(3),
        new TaggingHeadConfig(5, 2, "gelu"),
        new QuestionAnsweringHeadConfig(),
        new MultipleChoiceHeadConfig(3, UsePooler: true),
        new LanguageModelHeadConfig(Causal: false),
        new LanguageModelHeadConfig(Causal: true, Layers: 1, ActivationFunction: null, LayerNorm: false, Bias: false, ShiftLabels: true),
        new LanguageModelHeadConfig(Causal: false, EmbeddingSize: 8, Layers: 3, ActivationFunction: "relu"),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void SaveAndLoad_EveryType_GivesTheSameLogits(HeadConfig config)
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", config, new RandomSource(1));
        var folder = Path.Combine(_folder.Folder, "head");
        _heads.Save("h", folder);
        var again = _heads.Load(folder, "again");
        using var outputs = Outputs();
        TensorAssert.Same(head.Forward(outputs, ForwardContext.Plain), again.Forward(outputs, ForwardContext.Plain));
        Assert.True(JsonNode.DeepEquals(HeadJson.Write(head.Config), HeadJson.Write(again.Config)));
        Assert.All(head.Trained, name => Assert.Contains(name, head.Parameters.Keys));
    }

    [Fact]
    public void Loss_Tags_LeavesOutIgnoredAndPromptTokens()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new TaggingHeadConfig(2), new RandomSource(1));
        var logits = tensor(new float[] { 9, 9, 0, 0, 2, 0, 5, 0 }, [1, 4, 2], device: CPU);
        // The first of four tokens is a prompt's, the last is padding.
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.Exp(2))) / 2, head.Loss(logits, tensor(new long[] { 0, 1, -100 }, [1, 3], device: CPU)).ToDouble(), 5);
    }

    [Fact]
    public void Loss_Answer_IsMeanOfBothEndsAndPassesOverPositionsOutside()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new QuestionAnsweringHeadConfig(), new RandomSource(1));
        var logits = zeros([2, 4, 2], device: CPU);
        Assert.Equal(Math.Log(4), head.Loss(logits, tensor(new long[] { 1, 3, 70, 0 }, [2, 2], device: CPU)).ToDouble(), 5);
    }

    [Fact]
    public void Loss_NextToken_IsShifted()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new LanguageModelHeadConfig(Causal: true, ShiftLabels: true), new RandomSource(1));
        var logits = zeros([1, 3, 4], device: CPU);
        logits[0, 0, 2] = 50f;
        logits[0, 1, 3] = 50f;
        Assert.Equal(0, head.Loss(logits, tensor(new long[] { 0, 2, 3 }, [1, 3], device: CPU)).ToDouble(), 5);
    }

    [Fact]
    public void Forward_RowsThatAreNoMultipleOfChoices_NamesBoth()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new MultipleChoiceHeadConfig(2), new RandomSource(1));
        using var outputs = Outputs();
        Assert.Equal("3", Assert.Throws<BridgeException>(() => head.Forward(outputs, ForwardContext.Plain)).Metadata["rows"]);
    }

    [Fact]
    public void Add_LanguageModel_StartsAsTheTokenEmbeddingsAndDoesNotTrainThem()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new LanguageModelHeadConfig(Causal: false), new RandomSource(1));
        TensorAssert.Same(_model.TokenEmbeddings!, head.Parameters["heads.h.3.weight"]);
        Assert.Equal(["heads.h.0.weight", "heads.h.0.bias", "heads.h.2.weight", "heads.h.2.bias"], head.Trained);
    }

    [Theory]
    [InlineData("BertForTokenClassification", "classifier", 5, "tagging")]
    [InlineData("BertForSequenceClassification", "classifier", 4, "classification")]
    [InlineData("BertForQuestionAnswering", "qa_outputs", 2, "question_answering")]
    public void Load_HeadOfFixedClass_BecomesTheFlexibleOne(string modelClass, string module, int labels, string type)
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = (rand([labels, _model.Description.HiddenSize], device: CPU), rand([labels], device: CPU));
        var head = _heads.Load(Fixed(modelClass, labels, ($"{module}.weight", weight), ($"{module}.bias", bias)), "h");
        Assert.Equal(type, head.Config.HeadType);
        TensorAssert.Same(weight, head.Parameters["heads.h.1.weight"]);
        TensorAssert.Same(bias, head.Parameters["heads.h.1.bias"]);
    }

    [Fact]
    public void Load_HeadOfClassWithoutEqual_NamesThoseThatHaveOne()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<BridgeException>(() => _heads.Load(Fixed("BertForNextSentencePrediction", 2, ("cls.seq_relationship.bias", zeros([2], device: CPU))), "h"));
        Assert.Equal(ErrorReason.MethodNotAvailable, error.Reason);
        Assert.Contains("BertForMaskedLM", error.Metadata["allowed"], StringComparison.Ordinal);
        Assert.Empty(_heads.All);
    }

    public void Dispose()
    {
        _heads.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    private ModelOutputs Outputs()
    {
        var (ids, mask) = TinyBert.Batch();
        return _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, new ForwardContext { OutputPooled = true });
    }

    private string Fixed(string modelClass, int labels, params (string Name, Tensor Value)[] tensors)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Folder, "fixed")).FullName;
        var config = new JsonObject { ["config"] = null, ["name"] = null, ["model_class"] = modelClass, ["num_labels"] = labels };
        AdapterFolder.Head.Write(folder, config, tensors.Select(t => Tensors.ToView(t.Name, t.Value)));
        return folder;
    }
}
