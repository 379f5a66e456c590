using Bridge.Torch;
using System.Text.Json.Nodes;
using Bridge.Models.Heads;

namespace Bridge.Models.Tests;

/// <summary>Heads of one's own, declared layer by layer: numbers, gradients, files, what is refused and where.</summary>
public sealed class DeclaredHeadTests : IDisposable
{
    private const string Network = """
        {"head_type": "declared", "input": "summary", "loss": "cross_entropy", "label2id": {"no": 0, "yes": 1, "perhaps": 2},
         "network": [{"dropout": 0.1}, {"linear": 16}, {"activation": "gelu"}, {"residual": [{"linear": 8, "bias": false}, {"activation": "tanh"}, {"linear": 16}]}, {"norm": 1e-5}, {"linear": 3}]}
        """;

    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly HeadSet _heads;

    public DeclaredHeadTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _heads = new HeadSet(_model);
    }

    public void Dispose()
    {
        _heads.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Forward_IsWhatTheLayersSay()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var head = Add("h", Network);
        Tensor P(string name) => head.Parameters[$"heads.h.{name}"];
        Assert.Equal(["1.weight", "1.bias", "3.0.weight", "3.2.weight", "3.2.bias", "4.weight", "4.bias", "5.weight", "5.bias"], head.Parameters.Keys.Select(k => k["heads.h.".Length..]));
        var (ids, mask) = TinyBert.Batch();
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, ForwardContext.Plain);
        var x = nn.functional.gelu(outputs.LastHiddenState.select(1, 0).matmul(P("1.weight").t()) + P("1.bias"));
        x = x + x.matmul(P("3.0.weight").t()).tanh().matmul(P("3.2.weight").t()) + P("3.2.bias");
        x = (x - x.mean([1], keepdim: true)) / (x.var(1, unbiased: false, keepdim: true) + 1e-5).sqrt() * P("4.weight") + P("4.bias");
        TensorAssert.Close(x.matmul(P("5.weight").t()) + P("5.bias"), head.Forward(outputs, ForwardContext.Plain), 1e-6);
        Assert.Equal(["no", "yes", "perhaps"], head.Labels!);
    }

    [Fact]
    public void Loss_OfEachKind_IsThatLoss()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0, 0, 2, 0 }, [2, 2], device: CPU);
        var cross = Add("c", """{"head_type": "declared", "network": [{"linear": 2}]}""");
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.Exp(2))) / 2, cross.Loss(logits, tensor(new long[] { 0, 1 }, device: CPU)).ToDouble(), 5);
        var binary = Add("b", """{"head_type": "declared", "network": [{"linear": 2}], "loss": "binary_cross_entropy"}""");
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.E)) / 2, binary.Loss(tensor(new float[] { 0, 1 }, [1, 2], device: CPU), tensor(new float[] { 1, 0 }, [1, 2], device: CPU)).ToDouble(), 6);
        var squared = Add("s", """{"head_type": "declared", "network": [{"linear": 1}], "loss": "squared_error"}""");
        Assert.Equal(2.5, squared.Loss(tensor(new float[] { 1, 3 }, [2, 1], device: CPU), tensor(new float[] { 0, 1 }, device: CPU)).ToDouble(), 6);
        var tokens = Add("t", """{"head_type": "declared", "input": "tokens", "network": [{"linear": 2}]}""");
        Assert.Equal(Math.Log(2), tokens.Loss(logits.unsqueeze(0), tensor(new long[] { 0, -100 }, [1, 2], device: CPU)).ToDouble(), 6);
    }

    [Fact]
    public void SaveThenLoad_GivesTheSameBitsAndConfiguration()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var head = Add("h", Network);
        var folder = Directory.CreateTempSubdirectory().FullName;
        _heads.Save("h", folder);
        var again = _heads.Load(folder, "again");
        Assert.True(JsonNode.DeepEquals(HeadJson.Write(head.Config), HeadJson.Write(again.Config)));
        var (ids, _) = TinyBert.Batch();
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, ForwardContext.Plain);
        Assert.Equal(0, (head.Forward(outputs, ForwardContext.Plain) - again.Forward(outputs, ForwardContext.Plain)).abs().max().ToDouble());
        var mean = _heads.Average("mean", ["h", "again"]);
        Assert.Equal(0, (mean.Forward(outputs, ForwardContext.Plain) - again.Forward(outputs, ForwardContext.Plain)).abs().max().ToDouble());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Dropout_ActsInTrainingAlone_AndLeavesNoTensor()
    {
        var head = Add("h", Network);
        LeakCheck.NoTensorLeaks(() =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var (ids, _) = TinyBert.Batch();
            using var outputs = _model.Forward(new ModelInputs { InputIds = ids }, ForwardContext.Plain);
            var plain = head.Forward(outputs, ForwardContext.Plain);
            Assert.Equal(0, (plain - head.Forward(outputs, ForwardContext.Plain)).abs().max().ToDouble());
            var training = ForwardContext.Plain with { Training = true, Random = new RandomSource(3) };
            var dropped = head.Forward(outputs, training);
            Assert.NotEqual(0, (plain - dropped).abs().max().ToDouble());
            Assert.Equal(0, (dropped - head.Forward(outputs, training)).abs().max().ToDouble());
        }, 10);
    }

    [Theory]
    [InlineData("""{"network": 3}""", "network is 3")]
    [InlineData("""{"network": [{"linear": 4}, {"conv": 3}, {"linear": 2}]}""", "network[1] is {\"conv\":3}")]
    [InlineData("""{"network": [{"linear": "many"}]}""", "network[0].linear is \"many\"")]
    [InlineData("""{"network": [{"residual": [{"linear": 32, "size": 3}]}, {"linear": 2}]}""", "network[0].residual[0].size")]
    [InlineData("""{"network": [{"linear": 2}], "loss": "hinge"}""", "loss is \"hinge\"")]
    [InlineData("""{"network": [{"linear": 0}]}""", "heads.h.0: linear 0")]
    [InlineData("""{"network": [{"dropout": 1.0}, {"linear": 2}]}""", "heads.h.0: dropout 1")]
    [InlineData("""{"network": [{"residual": [{"linear": 5}]}, {"linear": 2}]}""", "5")]
    [InlineData("""{"network": [{"linear": 2}, {"activation": "tanh"}]}""", "last layer")]
    [InlineData("""{"network": [{"linear": 2}], "loss": "squared_error"}""", "squared_error")]
    [InlineData("""{"network": [{"activation": "wave"}, {"linear": 2}]}""", "wave")]
    [InlineData("""{"network": []}""", "layers of the network 0")]
    [InlineData("""{"network": [{"linear": 2}], "label2id": {"a": 0}}""", "number of label names 1")]
    public void Declaration_ThatIsWrong_IsRefusedWhereItIs(string json, string named)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        document["head_type"] = "declared";
        var before = LiveTensors.Count;
        var error = Assert.Throws<BridgeException>(() => _heads.Add("h", HeadJson.Read(document, "config"), new RandomSource(1)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Empty(_heads.All);
        Assert.Equal(before, LiveTensors.Count);
    }

    private PredictionHead Add(string name, string json) => _heads.Add(name, HeadJson.Read(JsonNode.Parse(json)!.AsObject(), "config"), new RandomSource(5));
}
