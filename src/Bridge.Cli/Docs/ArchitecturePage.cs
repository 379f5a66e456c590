using System.Text;
using Bridge.Engine;

namespace Bridge.Cli.Docs;

/// <summary>docs/architectures.md as Markdown, made from the descriptions that models are built by.</summary>
internal static class ArchitecturePage
{
    public const string FileName = "architectures.md";

    private const string Images = """
        ## Images

        In place of `pixel_values` a model of images takes files, in calls and in rows of datasets: PNG, JPEG, WebP, GIF (its first frame) and BMP, with sides up to 65,535 and at most 178,956,970
        pixels. They become pixel values as `preprocessor_config.json` in the model's folder says, by the image processors of ViT, DeiT, BEiT and CLIP or their older feature extractors: resized
        (by Pillow's six filters, equal byte for byte), the middle cropped, rescaled and normalised (equal to numpy's float32 bit for bit; of the reference's processors this is the slow kind).
        Files become red, green and blue as by Pillow's `convert("RGB")`: alpha is dropped, colour profiles and the EXIF orientation are not applied. Differences: JPEG and lossy WebP may round a
        value by 1, and 16-bit grey gives its high bytes (Pillow's are cut at 255).

        """;

    private const string Declaring = """
        ## Your own, without compiling

        A model folder may describe itself: `architecture.json` beside config.json holds the facts that a page of code would, made of the parts that are there, and goes before the
        architectures above. [llama.json](architectures/llama.json) and [bert.json](architectures/bert.json) are whole examples, held by a test to the same numbers as the code.

        A value stands there itself or says where in config.json it stands: `{"config": "n_embd", "default": 768}`. Keys that are not known are errors that name the key.

        | key | what |
        |---|---|
        | `class`, `heads_class`, `base_prefix` | class names of the Python libraries; what checkpoints with heads put before the names (`model.`) |
        | `hidden_size`, `layers` | sizes |
        | `norm` | `kind` (`layer`, `root_mean_square`), `epsilon`; `norm_placement` (`pre`, `post`) |
        | `embedding` | `vocabulary`, `positions` (0: none), `position_offset`, `types`, `norm`, `dropout`, `size` (a projection follows), `padding_token` (positions count the other tokens), `longest_input` |
        | `attention` | `heads`, `head_size`, `key_value_heads`, `bias`, `output_bias`, `dropout`, `causal`, `rotary` (with rope_theta and rope_scaling of config.json), `relative` (`buckets`, `max_distance`), `scale` |
        | `feed_forward` | `inner_size`, `activation`, `bias`, `gated`, `dropout`, `targets_turned` |
        | `hidden_dropout`, `head_dropout`, `pooler`, `transposed_weights`, `ties_embeddings`, `summary_token` (`first`, `last`), `initializer_range`, `pad_token` | the rest; where no `dropout` is named a training job's own does not act either |
        | `names` | where the checkpoint keeps each part, `{0}` for the block's number: `token_embedding`, `query`, `key`, `value`, `attention_output`, `attention_norm`, `gate`, `up`, `down`, `feed_forward_norm`, `final_norm`, `pooler` and so on; `attention_branch`, `feed_forward_branch`, `attention_prefix` and `layer` name adapters in files |

        ## With code, in 80 lines

        A file in `src/Bridge.Models/Architectures` with the same facts as a `ModelDescription` and a `NameMap`, and one line in `ArchitectureCatalog`. What no part can do becomes a part beside
        the others in `Parts`, never a flag inside one. [CONTRIBUTING.md](../CONTRIBUTING.md) has the order of the goldens.

        """;

    public static string Make()
    {
        var text = new StringBuilder("# Architectures\n\nWritten by `adapterbridge docs` from the descriptions that models are built by. Ordinary Hugging Face folders load; every adapter method and composition works in all of them.\n\n");
        text.Append("| model_type | class | kind | norms | positions | attention | feed-forward |\n|---|---|---|---|---|---|---|\n");
        foreach (var a in ArchitectureInfo.All) text.Append($"| {a.Name} | {a.ClassName} | {a.Kind} | {a.Norms} | {a.Positions} | {a.Attention} | {a.FeedForward} |\n");
        text.Append("\n| model_type | inputs | heads |\n|---|---|---|\n");
        foreach (var a in ArchitectureInfo.All) text.Append($"| {a.Name} | {string.Join(", ", a.Inputs)} | {string.Join(", ", a.Heads)} |\n");
        text.Append("\n## Heads that checkpoints bring along\n\nOf models saved as these classes the head comes with `{\"head_type\": \"own\"}`, with its weights, labels and dropouts, and trains with an adapter; it is saved as the class saves it.\n\n| model_type | classes |\n|---|---|\n");
        foreach (var a in ArchitectureInfo.All) text.Append($"| {a.Name} | {string.Join(", ", a.FixedHeads)} |\n");
        return text.Append('\n').Append(Images).Append(Declaring).ToString();
    }
}
