using Bridge.Core;
using Bridge.Models.Description;
using Bridge.Models.Heads;
using Bridge.Training.Data;

namespace Bridge.Training;

/// <summary>Whether a model and a head can take a dataset, asked before anything changes.</summary>
internal static class DataChecks
{
    /// <summary>DATA_INVALID: texts for a model of images, or images for one of texts. SEQUENCE_TOO_LONG and TENSOR_VALUE name the row.</summary>
    public static void Inputs(EncodedDataset data, ModelDescription model, int vocabulary)
    {
        if (data.Pixels is not null != model.Patches is not null)
        {
            var (found, taken) = data.Pixels is null ? ("texts", "images") : ("images", "texts");
            throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{data.Name}\" holds {found}; the model takes {taken}", ("data", data.Name), ("found", found), ("allowed", taken));
        }
        if (data.Pixels is not null) return;
        for (var row = 0; row < data.Count; row++)
        {
            if (data.Lengths[row] > model.MaxLength)
                throw BridgeException.Invalid(ErrorReason.SequenceTooLong,
                    $"data \"{data.Name}\": row {row} has {data.Lengths[row]} tokens; the model takes {model.MaxLength} at most (choose a smaller maximal length)",
                    ("data", data.Name), ("row", row), ("length", data.Lengths[row]), ("allowed", model.MaxLength));
            Within(data, row, "token id", data.InputIds(row), vocabulary);
            Within(data, row, "segment id", data.TokenTypeIds(row), Math.Max(1, model.Embedding.TypeVocabularySize));
        }
    }

    /// <summary>DATA_INVALID where labels are of another kind than the head learns.</summary>
    public static void Labels(EncodedDataset data, PredictionHead head, HeadConfig config)
    {
        if (data.Targets.Kind == LabelKind.None) return;
        var (wanted, outputs) = config switch
        {
            ClassificationHeadConfig { Multilabel: true } c => (LabelKind.Multiple, c.NumLabels),
            ClassificationHeadConfig c => (c.NumLabels == 1 ? LabelKind.Score : LabelKind.Single, c.NumLabels),
            TaggingHeadConfig t => (LabelKind.Tags, t.NumLabels),
            DeclaredHeadConfig { Input: DeclaredInput.Tokens } d => (LabelKind.Tags, d.NumLabels),
            DeclaredHeadConfig d => (d.Loss switch { DeclaredLoss.SquaredError => LabelKind.Score, DeclaredLoss.BinaryCrossEntropy => LabelKind.Multiple, _ => LabelKind.Single }, d.NumLabels),
            LanguageModelHeadConfig l => (LabelKind.Tokens, l.VocabSize ?? int.MaxValue),
            var other => throw BridgeException.Precondition(ErrorReason.SlotNotSupported, $"head \"{head.Name}\" is of type {other.HeadType}; rows train heads of classification, tagging and language models, and declared ones",
                ("head", head.Name), ("head_type", other.HeadType), ("allowed", "classification, multilabel_classification, tagging, masked_lm, causal_lm, seq2seq_lm, declared")),
        };
        if (data.Targets.Kind != wanted)
            throw BridgeException.Invalid(ErrorReason.DataInvalid,
                $"data \"{data.Name}\" has {Name(data.Targets.Kind)}; head \"{head.Name}\" ({head.Config.HeadType} of {outputs}) learns {Name(wanted)}",
                ("data", data.Name), ("labels", Name(data.Targets.Kind)), ("head", head.Name), ("head_type", head.Config.HeadType), ("num_labels", outputs), ("allowed", Name(wanted)));
        data.Targets.Check(outputs, data.Name);
    }

    private static void Within(EncodedDataset data, int row, string what, ReadOnlySpan<int> ids, int bound)
    {
        foreach (var id in ids)
            if (id < 0 || id >= bound)
                throw BridgeException.Invalid(ErrorReason.TensorValue, $"data \"{data.Name}\": row {row} holds the {what} {id}, outside [0, {bound - 1}]",
                    ("data", data.Name), ("row", row), ("value", id), ("allowed", $"[0, {bound - 1}]"));
    }

    private static string Name(LabelKind kind) => kind switch
    {
        LabelKind.Single => "one class a row",
        LabelKind.Multiple => "several classes a row",
        LabelKind.Score => "numbers",
        LabelKind.Tags => "one class a word",
        LabelKind.Tokens => "tokens",
        _ => "no labels",
    };
}
