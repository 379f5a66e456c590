using Bridge.Configuration;

namespace Bridge.Adapters.Methods;

/// <summary>A method: from a configuration, modules in a model's slots.</summary>
internal interface IAdapterMethod
{
    /// <summary>Builds the modules of one configuration. Parameters come from the context's source, in the order of the model.</summary>
    void Build(BuildContext context, AdapterConfig config);

    /// <summary>Whether this method reads that configuration.</summary>
    bool Reads(AdapterConfig config);
}
