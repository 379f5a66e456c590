namespace Bridge.Models.Tests;

/// <summary>Bad inputs are refused by name, value and what is allowed, and change nothing.</summary>
public sealed class InputValidationTests : IDisposable
{
    private readonly TinyBert _folder = new();
    private readonly TransformerModel _model;

    public InputValidationTests() => _model = TransformerModel.Load(_folder.Folder);

    public static TheoryData<string, string, string> Cases => new()
    {
        { "id above", "TensorValue", "120" },
        { "id below", "TensorValue", "-1" },
        { "too long", "SequenceTooLong", "41" },
        { "no rows", "BatchEmpty", "(0, 5)" },
        { "no tokens", "BatchEmpty", "(2, 0)" },
        { "rank", "TensorShape", "(5)" },
        { "dtype", "TensorDtype", "Int32" },
        { "mask shape", "TensorShape", "(2, 4)" },
        { "mask value", "TensorValue", "0 and 1" },
        { "type id", "TensorValue", "2" },
        { "position", "TensorValue", "40" },
        { "both", "ArgumentInvalid", "exactly one" },
        { "embeds size", "TensorShape", "(2, 5, 31)" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forward_BadInput_IsRefusedByName(string name, string reason, string named)
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<BridgeException>(() => _model.Forward(Inputs(name), ForwardContext.Plain));
        Assert.Equal(reason, error.Reason.ToString());
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        using var outputs = _model.Forward(new ModelInputs { InputIds = Ids(2, 5) }, ForwardContext.Plain);
        Assert.Equal([2, 5, 32], outputs.LastHiddenState.shape);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private static ModelInputs Inputs(string name) => name switch
    {
        "id above" => new ModelInputs { InputIds = Ids(2, 5) + 119 },
        "id below" => new ModelInputs { InputIds = Ids(2, 5) - 2 },
        "too long" => new ModelInputs { InputIds = Ids(1, 41) },
        "no rows" => new ModelInputs { InputIds = Ids(0, 5) },
        "no tokens" => new ModelInputs { InputIds = Ids(2, 0) },
        "rank" => new ModelInputs { InputIds = ones([5], dtype: ScalarType.Int64, device: CPU) },
        "dtype" => new ModelInputs { InputIds = Ids(2, 5).to(ScalarType.Int32) },
        "mask shape" => new ModelInputs { InputIds = Ids(2, 5), AttentionMask = Ids(2, 4) },
        "mask value" => new ModelInputs { InputIds = Ids(2, 5), AttentionMask = Ids(2, 5) * 2 },
        "type id" => new ModelInputs { InputIds = Ids(2, 5), TokenTypeIds = Ids(2, 5) * 2 },
        "position" => new ModelInputs { InputIds = Ids(2, 5), PositionIds = Ids(2, 5) * 40 },
        "both" => new ModelInputs { InputIds = Ids(2, 5), InputsEmbeds = zeros([2, 5, 32], dtype: ScalarType.Float32, device: CPU) },
        _ => new ModelInputs { InputsEmbeds = zeros([2, 5, 31], dtype: ScalarType.Float32, device: CPU) },
    };

    private static Tensor Ids(long rows, long length) => ones([rows, length], dtype: ScalarType.Int64, device: CPU);
}
