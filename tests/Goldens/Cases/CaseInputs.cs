using System.Text.Json.Nodes;
using Bridge.Models;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>The tensors of a case's forward call, as the engine takes them. All borrowed from the case's files.</summary>
/// <param name="Model">What goes into the base model.</param>
/// <param name="Targets">What goes into a head's loss, by argument.</param>
/// <param name="TaskIds">Which child of a MultiTask composition each row belongs to.</param>
internal sealed record CaseInputs(ModelInputs Model, IReadOnlyDictionary<string, Tensor> Targets, IReadOnlyList<int>? TaskIds)
{
    private static readonly string[] TargetNames =
        ["labels", "start_positions", "end_positions", "labels_arcs", "labels_rels", "word_starts"];

    /// <summary>Reads <c>inputs</c>: each names a tensor beside the model, or one of the case.</summary>
    public static CaseInputs Of(CaseContext context) => Of(context, context.Case.Object("inputs"));

    /// <summary>Reads arguments and the tensors that they are.</summary>
    public static CaseInputs Of(CaseContext context, JsonObject inputs)
    {
        var model = new ModelInputs();
        var targets = new Dictionary<string, Tensor>();
        IReadOnlyList<int>? tasks = null;
        foreach (var (argument, source) in inputs)
        {
            var name = source!.GetValue<string>();
            var tensor = name.StartsWith("input.", StringComparison.Ordinal) ? context.Expected[name] : context.Base.Inputs[name];
            switch (argument)
            {
                case "input_ids": model = model with { InputIds = tensor }; break;
                case "pixel_values": model = model with { PixelValues = tensor }; break;
                case "decoder_input_ids": model = model with { DecoderInputIds = tensor }; break;
                case "decoder_attention_mask": model = model with { DecoderAttentionMask = tensor }; break;
                case "inputs_embeds": model = model with { InputsEmbeds = tensor }; break;
                case "attention_mask": model = model with { AttentionMask = tensor }; break;
                case "token_type_ids": model = model with { TokenTypeIds = tensor }; break;
                case "position_ids": model = model with { PositionIds = tensor }; break;
                case "task_ids": tasks = [.. tensor.data<long>().ToArray().Select(t => (int)t)]; break;
                case var target when TargetNames.Contains(target): targets.Add(target, tensor); break;
                default: throw new UnsupportedException($"input {argument}");
            }
        }
        // Several choices a question: the reference's heads see them as rows one after another too.
        if (model.InputIds is { Dimensions: 3 } ids) model = model with { InputIds = Rows(ids), AttentionMask = Rows(model.AttentionMask), TokenTypeIds = Rows(model.TokenTypeIds) };
        return new CaseInputs(model, targets, tasks);
    }

    private static Tensor? Rows(Tensor? choices) => choices?.reshape(-1, choices.shape[^1]);
}
