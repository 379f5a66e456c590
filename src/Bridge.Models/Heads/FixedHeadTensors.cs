using Bridge.Models.Description;

namespace Bridge.Models.Heads;

/// <summary>The tensors of a fixed head in a file, for a flexible head that asks for them. <paramref name="tied"/>: what stands for the projection where the file lacks it.</summary>
internal sealed class FixedHeadTensors(ITensorSource file, FixedHead head, string? tied = null) : ITensorSource
{
    public string Path => file.Path;

    public IReadOnlyCollection<string> Names => file.Names;

    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    /// <summary>What the head is with these tensors: labels are as many as the last module has outputs.</summary>
    public HeadConfig Config(IReadOnlyDictionary<string, int>? labels, int choices, bool offset)
    {
        var outputs = file.Find($"{head.Last}.weight") is { Shape.Rank: 2 } last ? (int)last.Shape[0] : labels?.Count ?? 2;
        HeadConfig config = head.Config switch
        {
            ClassificationHeadConfig c => c with { NumLabels = outputs },
            TaggingHeadConfig c => c with { NumLabels = outputs },
            MultipleChoiceHeadConfig c => c with { NumChoices = choices },
            LanguageModelHeadConfig c => c with { Bias = c.Bias || (offset && head.AddsAlone && file.Find(head.Offset!) is not null) },
            var other => other,
        };
        var named = config is MultipleChoiceHeadConfig ? choices : outputs;
        return config with { ModelClass = head.ModelClass, LabelIds = config is not LanguageModelHeadConfig && labels?.Count == named ? labels : null };
    }

    /// <summary>Where the file has a tensor of the flexible head, or would have it.</summary>
    public string Stored(string expected)
    {
        var name = head.NameOf(expected);
        if (file.Find(name) is not null) return name;
        if (name == $"{head.Last}.bias" && head.Offset is { } offset && file.Find(offset) is not null) return offset;
        return name == $"{head.Last}.weight" && tied is not null ? tied : name;
    }

    public TensorView? Find(string name) => file.Find(name) is { } view
        ? name == head.Offset && view.Shape.Rank > 1 ? new TensorView(view.Name, view.DataType, new Shape(view.Shape.ElementCount), view.Address, view.ByteLength, view.Owner) : view
        : null;

    public void Dispose()
    {
    }
}
