using System.Collections.Frozen;

namespace Bridge.Cli.Docs;

/// <summary>What a method's page says beside its table of keys: the formula, which slots it acts in, an example, and how it stands to the reference library.</summary>
/// <param name="Formula">What it computes.</param>
/// <param name="Slots">Where it acts.</param>
/// <param name="Example">A configuration.</param>
/// <param name="Notes">Quirks of the reference that are kept, what it loses that is kept here, what goes beyond it.</param>
internal sealed record MethodText(string Formula, string Slots, string Example, params string[] Notes)
{
    private const string Branches = "branch slots: where attention, attention to an encoder, and the feed-forward part join the residual";
    private const string Projections = "linear slots: query, key, value, and with `intermediate_lora` / `output_lora` the projections of the feed-forward part";
    private const string Attentions = "attention slots: keys and values of self-attention, encoder self-attention and attention to an encoder";

    private const string Merging =
        "Can be merged into the base and reset bit for bit. In models whose query, key and value lie in one weight (GPT-2) each is adapted by itself, so compositions work there too; the reference library refuses them.";

    private static readonly MethodText Bottleneck = new(
        "h <- h + scaling * W_up f(W_down h)", Branches, "seq_bn[reduction_factor=16,non_linearity='gelu']",
        "Where its own norms, the block's norm and the residual stand is set key by key; the defaults are those of the named configurations.",
        "ALBERT's attention branch is called with input and projection in turned roles, as in the reference library.");

    private static readonly MethodText Hypercomplex = new(
        "W = sum_i A_i (x) (s_i t_i), in place of both projections of a bottleneck", Branches, "compacter[reduction_factor=32,phm_dim=4]",
        "The reference library does not save shared factors on models without a head; here they are saved, in a form that it reads.");

    private static readonly MethodText Prefixes = new(
        "softmax(q [P_k; K]^T / sqrt(d)) [P_v; V], P from a small network over learned tokens, or learned as it is (flat)", Attentions, "prefix_tuning[prefix_length=30,bottleneck_size=512]",
        "Ejecting a prefix keeps its values and drops the network; the configuration then says `flat`, which the reference library forgets.",
        "Where parts of a composition have prefixes of several lengths, the shorter are filled up and 1 is added to the scores of the filling, as in the reference library.");

    private static readonly MethodText Reft = new(
        "h <- h + R^T (W h + b - R h) at the first and last tokens of a row", "layer slots: the hidden states that leave a block", "loreft[r=1,prefix_positions=3,suffix_positions=0]",
        "In a composition the first adapter alone acts, as in the reference library.",
        "Tokens that follow a cache are not changed as if they were the first ones, which the reference library does.",
        "Files keep `subtract_projection`, which the reference library loses.");

    private static readonly MethodText Union = new(
        "several methods at once, each in its own slots", "those of its parts", "mam", "Any methods can be joined: `prefix_tuning|lora[r=4]`.");

    private static readonly FrozenDictionary<string, MethodText> All = new Dictionary<string, MethodText>(StringComparer.Ordinal)
    {
        ["seq_bn"] = Bottleneck,
        ["double_seq_bn"] = Bottleneck with { Example = "double_seq_bn[reduction_factor=16]" },
        ["par_bn"] = Bottleneck with { Formula = "branch <- branch + scaling * W_up f(W_down x), x the branch's input", Example = "par_bn[reduction_factor=2,scaling=4.0]" },
        ["scaled_par_bn"] = Bottleneck with { Formula = "branch <- branch + s W_up f(W_down x), s learned", Example = "scaled_par_bn" },
        ["seq_bn_inv"] = Bottleneck with { Formula = "a bottleneck, and a bijection on the embeddings that language model heads undo: y1 = x1 + F(x2), y2 = x2 + G(y1)", Example = "seq_bn_inv[inv_adapter='nice']" },
        ["double_seq_bn_inv"] = Bottleneck with { Formula = "two bottlenecks, and a bijection on the embeddings that language model heads undo: y1 = x1 + F(x2), y2 = x2 + G(y1)", Example = "double_seq_bn_inv" },
        ["compacter"] = Hypercomplex,
        ["compacter++"] = Hypercomplex with { Example = "compacter++[phm_dim=4]" },
        ["prefix_tuning"] = Prefixes,
        ["prefix_tuning_flat"] = Prefixes with { Example = "prefix_tuning_flat[prefix_length=10]" },
        ["prompt_tuning"] = new(
            "[P; E] in place of the embeddings E", "the embedding slot", "prompt_tuning[prompt_length=10]",
            "In a composition the first adapter alone acts, as in the reference library.",
            "Whether prompt tokens see padding differs between the reference library's attention implementations; a call says which it agrees with."),
        ["lora"] = new("W x + (alpha / r) B A x", Projections, "lora[r=8,alpha=16,attn_matrices=['q','v']]", Merging, "With `use_gating` the gate stands in place of alpha / r, as in the reference library."),
        ["mtl_lora"] = new("W x + (alpha / r) sum_i w_i B_i T A x, T the task's own matrix", Projections, "mtl_lora[r=8,n_up_projection=3]", "Adapters can share A and B: what one learns all use."),
        ["ia3"] = new("l * (W x), l learned", Projections, "ia3", "Merging scales the weight and not the bias, as in the reference library."),
        ["vera"] = new("W x + alpha / r * b B d A x, A and B random, shared by all projections and frozen", Projections, "vera[r=8]", "b and d are whole matrices that start diagonal, as in the reference library (the paper has vectors).", Merging),
        ["dora"] = new("m / ||W + B A|| * (W x + (alpha / r) B A x)", Projections, "dora[r=8]", "Merging leaves alpha / r and the bias alone, as in the reference library; reset is exact, which it is not there."),
        ["dvora"] = new("DoRA over VeRA's shared matrices", Projections, "dvora[r=8]", "As DoRA and VeRA."),
        ["loreft"] = Reft,
        ["noreft"] = Reft with { Formula = "h <- h + R^T (W h + b - R h), R free", Example = "noreft[r=1]" },
        ["direft"] = Reft with { Formula = "h <- h + R^T (W h + b)", Example = "direft[r=1]" },
        ["mam"] = Union,
        ["unipelt"] = Union with { Formula = "prefix tuning, a bottleneck and LoRA, each weighed by a learned gate: the mean over tokens of sigmoid(x w + b)", Example = "unipelt" },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>That of an identifier.</summary>
    public static MethodText Of(string method) => All[method];
}
