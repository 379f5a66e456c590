namespace AdapterBridge.Client;

/// <summary>What creating an adapter would add.</summary>
/// <param name="Parameters">The tensors.</param>
/// <param name="Sites">Where it would act.</param>
/// <param name="ParameterCount">Numbers in the tensors.</param>
public sealed record AdapterPlan(IReadOnlyList<ParameterPlan> Parameters, IReadOnlyList<string> Sites, long ParameterCount)
{
    internal static AdapterPlan From(Wire.AdapterPlan? m) =>
        m is null ? new([], [], 0) : new([.. m.Parameters.Select(p => new ParameterPlan(p.Name, [.. p.Shape], (DataType)p.DataType))], [.. m.Sites], m.ParameterCount);
}
