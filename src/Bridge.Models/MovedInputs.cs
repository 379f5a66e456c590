namespace Bridge.Models;

/// <summary>Inputs on the model's device; what had to be moved is disposed at the end.</summary>
internal sealed class MovedInputs : IDisposable
{
    private readonly List<Tensor> _moved = [];

    public MovedInputs(ModelInputs inputs, Device device, ScalarType dataType) =>
        Inputs = inputs with
        {
            InputIds = Move(inputs.InputIds, device, null),
            InputsEmbeds = Move(inputs.InputsEmbeds, device, dataType),
            PixelValues = Move(inputs.PixelValues, device, dataType),
            DecoderInputIds = Move(inputs.DecoderInputIds, device, null),
            DecoderAttentionMask = Move(inputs.DecoderAttentionMask, device, null),
            AttentionMask = Move(inputs.AttentionMask, device, null),
            TokenTypeIds = Move(inputs.TokenTypeIds, device, null),
            PositionIds = Move(inputs.PositionIds, device, null),
        };

    public ModelInputs Inputs { get; }

    public void Dispose()
    {
        foreach (var tensor in _moved) tensor.Dispose();
    }

    private Tensor? Move(Tensor? tensor, Device device, ScalarType? dataType)
    {
        if (tensor is null) return null;
        var moved = tensor.to(dataType ?? tensor.dtype, device);
        if (!ReferenceEquals(moved, tensor)) _moved.Add(moved);
        return moved;
    }
}
