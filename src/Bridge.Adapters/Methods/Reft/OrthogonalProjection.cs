using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Reft;

/// <summary>
/// R with orthonormal rows through a parametrisation, as torch.nn.utils.parametrizations.orthogonal does it: base times a product of Householder reflections, or the
/// exponential of a skew-symmetric matrix where R is square. A fresh one starts at an orthonormal base and the neutral parameter.
/// </summary>
internal sealed class OrthogonalProjection(Tensor original, Tensor @base) : Projection
{
    public static OrthogonalProjection Build(ModuleParameters at, int rank, long size)
    {
        var square = rank == size;
        var original = at.Get("projection.parametrizations.weight.original", new Initializer.Computed(device => Neutral(rank, size, square, device)), rank, size);
        var start = at.Buffer("projection.parametrizations.weight.0.base", new Initializer.Orthogonal(), size, size);
        return new OrthogonalProjection(original, start);
    }

    public override Tensor Weight()
    {
        var (rows, columns) = (original.shape[0], original.shape[1]);
        if (rows == columns) return @base.matmul(Skew(original).matrix_exp());
        var tall = original.transpose(-1, -2); // (hidden, r)
        var lower = tall.tril(-1);
        var tau = 2.0 / (1.0 + (lower * lower).sum(dim: -2));
        var reflections = linalg.householder_product(lower, tau);
        // The diagonal holds signs; it is no part of what is learned.
        var signs = tall.diagonal(dim1: -2, dim2: -1).to(ScalarType.Int32).unsqueeze(-2);
        return @base.matmul(reflections * signs).transpose(-1, -2);
    }

    private static Tensor Skew(Tensor x)
    {
        var lower = x.tril();
        return lower - lower.transpose(-1, -2);
    }

    private static Tensor Neutral(int rank, long size, bool square, Device device)
    {
        var neutral = zeros([rank, size], dtype: ScalarType.Float32, device: device);
        if (!square) neutral.diagonal().fill_(-1);
        return neutral;
    }
}
