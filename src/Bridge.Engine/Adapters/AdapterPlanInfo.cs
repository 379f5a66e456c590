using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Engine;

/// <summary>What adding an adapter would create.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Name">The adapter's name.</param>
/// <param name="Config">Its configuration, fully resolved.</param>
/// <param name="Parameters">Every tensor with its shape.</param>
/// <param name="Sites">The places of the model where it would act.</param>
/// <param name="ParameterCount">Numbers in its tensors.</param>
public sealed record AdapterPlanInfo(
    string Model,
    string Name,
    AdapterConfig Config,
    IReadOnlyList<(string Name, Shape Shape)> Parameters,
    IReadOnlyList<string> Sites,
    long ParameterCount);
