namespace Bridge.Models.Heads;

/// <summary>What a prediction head is. Keys and defaults are those of the reference library's head_config.json.</summary>
public abstract record HeadConfig
{
    /// <summary>The <c>head_type</c>.</summary>
    public abstract string HeadType { get; }

    /// <summary>Label names and their ids, null where none were given.</summary>
    public IReadOnlyDictionary<string, int>? LabelIds { get; init; }

    /// <summary>The model class whose fixed head it is (<c>RobertaForSequenceClassification</c>), as which it is saved; null for a flexible head.</summary>
    public string? ModelClass { get; init; }

    /// <summary>Dropout in front of each linear map as a model class with a fixed head has it, null for none there; null where one number says it for all.</summary>
    public IReadOnlyList<double?>? Dropouts { get; init; }
}
