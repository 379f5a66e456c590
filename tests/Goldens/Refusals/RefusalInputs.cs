using Bridge.Models;
using Goldens.Running;

namespace Goldens.Refusals;

/// <summary>The batch on which entries run, which the files do not name, and the labels of a head's loss.</summary>
internal sealed record RefusalInputs(ModelInputs Model, Tensor? Labels)
{
    public int Rows => checked((int)(Model.InputIds ?? Model.PixelValues)!.shape[0]);

    public static RefusalInputs Of(BaseModel on, bool fromLabels)
    {
        var labels = fromLabels ? on.Inputs["lm_labels"] : null;
        return new RefusalInputs(new ModelInputs
        {
            PixelValues = on.Inputs.Find("pixel_values"),
            InputIds = on.Inputs.Find("input_ids"),
            AttentionMask = on.Inputs.Find("attention_mask"),
            DecoderInputIds = labels is null ? on.Inputs.Find("decoder_input_ids") : on.Model.DecoderIds(labels),
        }, labels);
    }
}
