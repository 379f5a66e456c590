using Bridge.Models.Description;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Models.Heads;

/// <summary>The layers of a declared network, numbered as they stand: <c>heads.NAME.2.weight</c>, inside a residual <c>heads.NAME.3.0.weight</c>.</summary>
internal sealed class DeclaredNetwork
{
    private const int MostSize = 1 << 20;

    private readonly List<Func<Tensor, ForwardPass, Tensor>> _steps = [];

    public DeclaredNetwork(string path, IReadOnlyList<DeclaredLayer> layers, long size, ModelDescription model, ParameterSource source)
    {
        for (var i = 0; i < layers.Count; i++)
        {
            var (at, from) = ($"{path}.{i}", size);
            switch (layers[i])
            {
                case DeclaredLayer.Linear l:
                    HeadChecks.Range($"{at}: linear", l.Size, 1, MostSize);
                    var weight = source.Get(at + ".weight", new Shape(l.Size, from), new Initializer.Normal(model.InitializerRange));
                    var bias = l.Bias ? source.Get(at + ".bias", new Shape(l.Size), Initializer.Zeros) : null;
                    _steps.Add((x, _) => nn.functional.linear(x, weight, bias));
                    size = l.Size;
                    break;
                case DeclaredLayer.Norm n:
                    var epsilon = n.Epsilon ?? model.HeadNormEpsilon;
                    if (epsilon is not (> 0 and < 1)) throw HeadChecks.OutOfRange($"{at}: norm", epsilon, "(0, 1)");
                    var (scale, shift) = (source.Get(at + ".weight", new Shape(from), Initializer.Ones), source.Get(at + ".bias", new Shape(from), Initializer.Zeros));
                    _steps.Add((x, _) => nn.functional.layer_norm(x, [from], scale, shift, epsilon));
                    break;
                case DeclaredLayer.Dropout d:
                    if (d.Probability is not (>= 0 and < 1)) throw HeadChecks.OutOfRange($"{at}: dropout", d.Probability, "[0, 1)");
                    _steps.Add((x, pass) => pass.Dropout(x, d.Probability));
                    break;
                case DeclaredLayer.Activation a:
                    var activation = Activations.Of(a.Name.ToLowerInvariant());
                    _steps.Add((x, _) => activation(x));
                    break;
                case DeclaredLayer.Residual r:
                    var inner = new DeclaredNetwork(at, r.Network, from, model, source);
                    if (inner.Size != from) throw HeadChecks.OutOfRange($"{at}: the size that the residual ends with,", inner.Size, $"its input's, {from}");
                    _steps.Add((x, pass) =>
                    {
                        using var changed = inner.Run(x, pass);
                        return x + changed;
                    });
                    break;
            }
        }
        Size = size;
    }

    /// <summary>The size that it ends with.</summary>
    public long Size { get; }

    /// <summary>(..., in) to (..., out). Borrowed in, the caller's out.</summary>
    public Tensor Run(Tensor input, ForwardPass pass)
    {
        var current = input.alias();
        foreach (var step in _steps)
        {
            using var before = current;
            current = step(before, pass);
        }
        return current;
    }
}
