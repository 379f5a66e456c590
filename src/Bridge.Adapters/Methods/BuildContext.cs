using Bridge.Adapters.Methods.Prompt;
using Bridge.Models.Description;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods;

/// <summary>What a method needs to put an adapter together.</summary>
internal sealed record BuildContext(string Adapter, SlotTable Slots, ModelDescription Description, ParameterSource Source, AdapterModules Modules, PromptText Text)
{
    /// <summary>Parameters of one module: names below <paramref name="path"/>.</summary>
    public ModuleParameters At(string path, long? seed) => new(Source, path, seed);
}
