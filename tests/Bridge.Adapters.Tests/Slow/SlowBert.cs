namespace Bridge.Adapters.Tests.Slow;

/// <summary>
/// BERT (Devlin et al. 2019) as its paper has it, one row at a time, with whatever adapters a composition puts on each token. The slow interpreter that compositions are held
/// to: it knows no batch, so nothing can leak from one row into another.
/// </summary>
public sealed class SlowBert(TransformerModel model, AdapterSet set)
{
    private const int Layers = TinyBert.Layers;
    private const int Heads = 4;

    private readonly SlowAdapters _adapters = new(set);

    /// <summary>Last hidden states (rows * channels, length, hidden) of ids and mask (rows, length).</summary>
    public Tensor Forward(Tensor ids, Tensor mask, Composition setup, IReadOnlyList<int> tasks)
    {
        using var scope = NewDisposeScope();
        var (rows, length) = ((int)ids.shape[0], (int)ids.shape[1]);
        var reduction = new Reduction(rows * setup.ParallelChannels, length, tasks);
        var result = Enumerable.Range(0, reduction.Rows).Select(row =>
            Row(ids[row % rows], mask[row % rows], setup, [.. Enumerable.Range(0, length).Select(token => reduction.Of(setup, row, token))])).ToArray();
        return stack(result).MoveToOuterDisposeScope();
    }

    private Tensor Row(Tensor ids, Tensor mask, Composition root, Composition[] trees)
    {
        long[] real = [.. mask.data<long>()];
        var (first, end) = (Array.IndexOf(real, 1L), Array.LastIndexOf(real, 1L) + 1);
        var hidden = model.Parameters["embeddings.word_embeddings.weight"][ids] + model.Parameters["embeddings.position_embeddings.weight"].narrow(0, 0, ids.shape[0])
            + model.Parameters["embeddings.token_type_embeddings.weight"][0];
        hidden = Norm("embeddings.LayerNorm", hidden);
        var bias = (1 - mask.to(ScalarType.Float32)) * -1e30f;
        for (var layer = 0; layer < Layers; layer++)
        {
            var at = $"encoder.layer.{layer}.";
            var attended = Project(at + "attention.output.dense", Attention(at + "attention.self.", layer, hidden, bias, trees), trees);
            hidden = Join(at + "attention.output", attended, hidden, trees);
            var inner = nn.functional.gelu(Project(at + "intermediate.dense", hidden, trees));
            hidden = Join(at + "output", Project(at + "output.dense", inner, trees), hidden, trees);
            var left = hidden;
            hidden = Stretches(trees, (tree, start, count) => _adapters.Leave(root, tree, at[..^1], left.narrow(0, start, count), start, first, end));
        }
        return hidden;
    }

    private Tensor Attention(string at, int layer, Tensor hidden, Tensor bias, Composition[] trees)
    {
        var (queries, keys, values) = (Split(Project(at + "query", hidden, trees)), Split(Project(at + "key", hidden, trees)), Split(Project(at + "value", hidden, trees)));
        // Whatever acts on keys acts on the whole row.
        keys = _adapters.Prefix(trees[0], layer, Layers, 0, keys);
        values = _adapters.Prefix(trees[0], layer, Layers, 1, values);
        var added = cat([zeros([keys.shape[1] - hidden.shape[0]], dtype: ScalarType.Float32, device: CPU), bias]);
        var scores = queries.matmul(keys.transpose(1, 2)) / Math.Sqrt(queries.shape[2]) + added;
        return scores.softmax(-1).matmul(values).transpose(0, 1).reshape(hidden.shape);
    }

    // (tokens, hidden) -> (heads, tokens, size)
    private static Tensor Split(Tensor x) => x.view(x.shape[0], Heads, -1).transpose(0, 1);

    private Tensor Project(string slot, Tensor input, Composition[] trees) =>
        Stretches(trees, (tree, start, count) => _adapters.Project(tree, slot, input.narrow(0, start, count), Base(slot, input.narrow(0, start, count))));

    private Tensor Join(string slot, Tensor branch, Tensor residual, Composition[] trees) =>
        Stretches(trees, (tree, start, count) => _adapters.Join(tree, slot, branch.narrow(0, start, count), residual.narrow(0, start, count), x => Norm(slot + ".LayerNorm", x)));

    // Neighbouring tokens of one tree together.
    private static Tensor Stretches(Composition[] trees, Func<Composition, int, int, Tensor> run)
    {
        var parts = new List<Tensor>();
        for (var start = 0; start < trees.Length; start += (int)parts[^1].shape[0])
            parts.Add(run(trees[start], start, trees.Skip(start).TakeWhile(tree => tree.Equals(trees[start])).Count()));
        return cat(parts.ToArray());
    }

    private Tensor Base(string name, Tensor x) => nn.functional.linear(x, model.Parameters[name + ".weight"], model.Parameters[name + ".bias"]);

    private Tensor Norm(string name, Tensor x)
    {
        var centred = x - x.mean([-1], keepdim: true);
        return centred / (centred.square().mean([-1], keepdim: true) + 1e-12).sqrt() * model.Parameters[name + ".weight"] + model.Parameters[name + ".bias"];
    }
}
