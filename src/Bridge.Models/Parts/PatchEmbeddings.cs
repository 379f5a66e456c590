namespace Bridge.Models.Parts;

/// <summary>Patches of an image through one linear map (a convolution that steps from patch to patch), a first token in front, learned positions (Dosovitskiy et al. 2021, arXiv:2010.11929).</summary>
internal sealed class PatchEmbeddings(int patchSize, double? dropout, Tensor weight, Tensor bias, Tensor first, Tensor positions) : InputEmbeddings
{
    /// <summary>(rows, channels, height, width) to (rows, 1 + patches, hidden).</summary>
    public override Tensor Forward(ModelInputs inputs, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var pixels = inputs.PixelValues!;
        var patches = nn.functional.conv2d(pixels, weight, bias, [patchSize, patchSize]).flatten(2).transpose(1, 2);
        var tokens = cat([first.expand(pixels.shape[0], -1, -1), patches], 1) + positions;
        return pass.ModelDropout(tokens, dropout).MoveToOuterDisposeScope();
    }
}
