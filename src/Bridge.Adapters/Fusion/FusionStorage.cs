using System.Text.Json.Nodes;
using Bridge.Adapters.Storage;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Models;
using Bridge.Torch;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Fusion;

/// <summary>Fusions in the reference library's folders.</summary>
internal static class FusionStorage
{
    public static void Save(TransformerModel model, AdapterFusion fusion, string folder)
    {
        var description = model.Description;
        var config = new FusionConfigFile
        {
            Config = fusion.Config,
            Name = fusion.Name,
            AdapterNames = ValueList.From(fusion.Adapters),
            HiddenSize = description.HiddenSize,
            ModelClass = description.HeadsClass,
            ModelName = model.Name,
            ModelType = description.ModelType,
        };
        AdapterFolder.Fusion.Write(folder, JsonNode.Parse(config.Write())!.AsObject(),
            fusion.Parameters.Select(p => Tensors.ToView(description.BasePrefix + p.Key, p.Value)));
    }

    public static AdapterFusion Load(FusionSet set, string folder, string? name, AdapterSet? from = null)
    {
        var saved = FusionConfigFile.Read(AdapterFolder.Fusion.ReadConfig(folder).ToJsonString());
        IReadOnlyList<string> adapters = [.. saved.Adapters];
        var given = set.Checked(adapters, name ?? saved.Name, from);
        using var file = AdapterFolder.Fusion.OpenWeights(folder);
        var prefix = set.Model.Description.BasePrefix;
        var stem = $".adapter_fusion_layer.{saved.Name ?? given}.";
        using var renamed = new RenamedTensors(file, stored =>
            (stored.StartsWith(prefix, StringComparison.Ordinal) ? stored[prefix.Length..] : stored).Replace(stem, $".adapter_fusion_layer.{given}.", StringComparison.Ordinal));
        var source = new CheckpointParameterSource(renamed, set.Model.Device, ScalarType.Float32);
        return set.Keep(given, adapters, saved.Config, source, renamed.Names, () => Verify(source, renamed, folder), from);
    }

    private static LoadReport Verify(CheckpointParameterSource source, RenamedTensors file, string folder)
    {
        var report = new LoadReport([.. source.Used], source.Missing, [.. file.Names.Where(n => !source.Used.Contains(n))]) { Mismatched = source.Mismatched };
        report.Require(folder, "the fusion that its configuration describes", allowPartial: false);
        return report;
    }
}
