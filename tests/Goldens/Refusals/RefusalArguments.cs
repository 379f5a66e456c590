using Bridge.Configuration;

namespace Goldens.Refusals;

/// <summary>Arguments of calls that the files do not hold.</summary>
internal static class RefusalArguments
{
    /// <summary>Tasks of the three rows. A name that no child has is no number; the engine's calls take numbers.</summary>
    public static IReadOnlyList<int>? TaskIds(string name, Composition setup) => name switch
    {
        "mixed-multi_task_no_ids" => null,
        "mixed-multi_task_unknown_name" => [0, -1, 1],
        "mixed-multi_task_too_large" => [0, 5, 1],
        _ => setup is MultiTask ? [0, 1, 1] : null,
    };

    /// <summary>The head that the call names, or null.</summary>
    public static string? CalledHead(string name) => name == "head-unknown_in_call" ? "z" : null;

    /// <summary>Whether the checkpoint's own head runs.</summary>
    public static bool OwnHead(string name) => name == "default_head";

    /// <summary>Whether the decoder reads the labels, moved to the right.</summary>
    public static bool FromLabels(string name) => name == "head_seq2seq_lm_from_labels";

    /// <summary>The adapters that are to share their tensors, and whose these are to be.</summary>
    public static (IReadOnlyList<string> Names, string? Reference)? Shared(string name) => name switch
    {
        "mixed-share_bn" => (["a", "b"], null),
        "mixed-share_bad_reference" => (["a", "b"], "c"),
        "mixed-share_unknown" => (["a", "z"], null),
        _ => null,
    };
}
