using Bridge.Models.Heads;

namespace Bridge.Models.Tests;

/// <summary>Classification heads: shapes, losses against numbers, files, bad labels.</summary>
public sealed class HeadTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;
    private readonly HeadSet _heads;

    public HeadTests()
    {
        _model = TransformerModel.Load(_folder.Folder);
        _heads = new HeadSet(_model);
    }

    [Fact]
    public void Loss_Classes_IsMeanCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new ClassificationHeadConfig(2), new RandomSource(1));
        var loss = head.Loss(tensor(new float[] { 0, 0, 2, 0 }, [2, 2], device: CPU), tensor(new long[] { 0, 1 }, device: CPU));
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.Exp(2))) / 2, loss.ToDouble(), 5);
    }

    [Fact]
    public void Loss_OneLabel_IsMeanSquaredError()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new ClassificationHeadConfig(1), new RandomSource(1));
        var loss = head.Loss(tensor(new float[] { 1, 3 }, [2, 1], device: CPU), tensor(new float[] { 0, 1 }, device: CPU));
        Assert.Equal(2.5, loss.ToDouble(), 6);
    }

    [Fact]
    public void Loss_Multilabel_IsMeanBinaryCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new ClassificationHeadConfig(2, Multilabel: true), new RandomSource(1));
        var loss = head.Loss(tensor(new float[] { 0, 1 }, [1, 2], device: CPU), tensor(new float[] { 1, 0 }, [1, 2], device: CPU));
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.E)) / 2, loss.ToDouble(), 6);
    }

    [Theory]
    [InlineData(2L)]
    [InlineData(-1L)]
    public void Loss_LabelOutside_NamesIt(long label)
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new ClassificationHeadConfig(2), new RandomSource(1));
        var error = Assert.Throws<BridgeException>(() => head.Loss(zeros([1, 2], device: CPU), tensor(new[] { label }, device: CPU)));
        Assert.Equal(ErrorReason.TensorValue, error.Reason);
        Assert.Equal(label.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Metadata["value"]);
    }

    [Fact]
    public void Loss_NotANumberLabel_IsRefused()
    {
        using var scope = NewDisposeScope();
        var head = _heads.Add("h", new ClassificationHeadConfig(1), new RandomSource(1));
        var error = Assert.Throws<BridgeException>(() => head.Loss(zeros([1, 1], device: CPU), tensor(new[] { float.NaN }, device: CPU)));
        Assert.Equal(ErrorReason.TensorValue, error.Reason);
    }

    [Fact]
    public void SaveAndLoad_UnderAnotherName_GivesTheSameLogits()
    {
        using var scope = NewDisposeScope();
        var labels = new Dictionary<string, int> { ["no"] = 0, ["yes"] = 1 };
        var head = _heads.Add("first", new ClassificationHeadConfig(2, Layers: 2, ActivationFunction: "tanh", DropoutProb: 0.3) { LabelIds = labels }, new RandomSource(4));
        var folder = Path.Combine(_folder.Folder, "head");
        _heads.Save("first", folder);
        var again = _heads.Load(folder, "second");
        var (ids, mask) = TinyBert.Batch();
        using var outputs = _model.Forward(new ModelInputs { InputIds = ids, AttentionMask = mask }, ForwardContext.Plain);
        TensorAssert.Same(head.Forward(outputs, ForwardContext.Plain), again.Forward(outputs, ForwardContext.Plain));
        Assert.Equal(["no", "yes"], again.Labels);
        Assert.Equal(["heads.second.1.weight", "heads.second.1.bias", "heads.second.4.weight", "heads.second.4.bias"], again.Parameters.Keys);
    }

    [Fact]
    public void Add_NameTaken_IsRefused()
    {
        _heads.Add("h", new ClassificationHeadConfig(), new RandomSource(1));
        Assert.Equal(ErrorReason.HeadNameTaken, Assert.Throws<BridgeException>(() => _heads.Add("h", new ClassificationHeadConfig(), new RandomSource(1))).Reason);
    }

    public void Dispose()
    {
        _heads.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }
}
