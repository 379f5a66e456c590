namespace Bridge.Models.Heads;

/// <summary>A head of one's own: a small network declared layer by layer, without code. Numbers of labels are the size that it ends with.</summary>
/// <param name="Input">What it sees.</param>
/// <param name="Network">Its layers, first to act first.</param>
/// <param name="Loss">What it learns by.</param>
public sealed record DeclaredHeadConfig(DeclaredInput Input, IReadOnlyList<DeclaredLayer> Network, DeclaredLoss Loss) : HeadConfig
{
    /// <inheritdoc/>
    public override string HeadType => "declared";

    /// <summary>The size that the network ends with; 0 where no layer says one.</summary>
    public int NumLabels => Network.OfType<DeclaredLayer.Linear>().LastOrDefault()?.Size ?? 0;
}
