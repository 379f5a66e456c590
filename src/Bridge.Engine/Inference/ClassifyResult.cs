namespace Bridge.Engine;

/// <summary>Classified texts.</summary>
/// <param name="Results">One a text, in order.</param>
/// <param name="Labels">Names of the labels by id.</param>
/// <param name="Head">The head that ran.</param>
/// <param name="Adapters">The adapters that acted.</param>
public sealed record ClassifyResult(IReadOnlyList<Classification> Results, IReadOnlyList<string> Labels, string Head, IReadOnlyList<AdapterUse> Adapters);
