using Bridge.Configuration;

namespace Bridge.Adapters.Methods.Union;

/// <summary>Several methods applied together (MAM, He et al. 2022; UniPELT, Mao et al. 2022; any <c>a|b</c>).</summary>
internal sealed class UnionMethod(Func<AdapterConfig, IAdapterMethod> methods) : IAdapterMethod
{
    public bool Reads(AdapterConfig config) => config is ConfigUnion;

    public void Build(BuildContext context, AdapterConfig config)
    {
        foreach (var part in ((ConfigUnion)config).Configs)
        {
            try
            {
                methods(part).Build(context, part);
            }
            catch (ArgumentException)
            {
                throw BridgeException.Invalid(ErrorReason.ConfigValueRange, $"two parts of {config.Write()} act in the same slot; each slot takes one", ("config", config.Write()), ("part", part.Write()));
            }
        }
    }
}
