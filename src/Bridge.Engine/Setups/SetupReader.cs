using System.Text.Json.Nodes;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Engine.Setups;

/// <summary>Describes setups from their files alone, without a model.</summary>
internal static class SetupReader
{
    /// <summary>FILE_NOT_FOUND, CHECKPOINT_CORRUPT.</summary>
    public static SetupDescription Describe(string folder)
    {
        var contents = SetupContents.Open(folder);
        var missing = contents.Missing.ToHashSet();
        var unused = contents.Unused().ToHashSet();
        List<SetupPartInfo> parts =
        [
            .. contents.Missing.Select(m => new SetupPartInfo(m.Kind, m.Name, "", "", 0, Active: true, Missing: true)),
            .. contents.Folder.Adapters.Where(p => Here(SetupPartKind.Adapter, p.Key)).Select(p => Part(SetupPartKind.Adapter, p.Key, AdapterText(p.Value), AdapterFolder.Adapter.ReadConfig(p.Value), () => AdapterFolder.Adapter.OpenWeights(p.Value))),
            .. contents.Folder.Fusions.Where(p => Here(SetupPartKind.Fusion, p.Key)).Select(p => Part(SetupPartKind.Fusion, p.Key, FusionText(p.Value), AdapterFolder.Fusion.ReadConfig(p.Value), () => AdapterFolder.Fusion.OpenWeights(p.Value))),
            .. contents.Folder.Heads.Where(p => Here(SetupPartKind.Head, p.Key)).Select(p => Part(SetupPartKind.Head, p.Key, HeadText(p.Value), null, () => AdapterFolder.Head.OpenWeights(p.Value))),
            .. contents.Folder.Embeddings.Select(p => Part(SetupPartKind.Embedding, p.Key, "", null, () => Checkpoint.Open(Path.Combine(p.Value, "embedding.pt")))),
        ];
        if (contents.Folder.RootHead is { } root)
            parts.Add(Part(SetupPartKind.Head, contents.Heads is [var name] ? name : "", HeadText(root), null, () => AdapterFolder.Head.OpenWeights(root)));
        return new SetupDescription
        {
            Folder = contents.Folder.Path,
            Setup = contents.File.Setup,
            Heads = contents.ActiveHeads,
            Embedding = contents.File.Embedding,
            Version = contents.File.Version,
            Parts = [.. parts.OrderBy(p => p.Kind).ThenBy(p => p.Name, StringComparer.Ordinal)],
        };

        bool Here(SetupPartKind kind, string name) => !missing.Contains((kind, name));

        SetupPartInfo Part(SetupPartKind kind, string name, string config, JsonObject? saved, Func<ITensorSource> open)
        {
            using var source = open();
            return new SetupPartInfo(kind, name, config, Digest(source, saved), source.Names.Sum(n => source.Find(n)!.Shape.ElementCount), !unused.Contains((kind, name)), Missing: false);
        }
    }

    /// <summary>All in which two differ; none where loading either gives the same.</summary>
    public static IReadOnlyList<SetupDifference> Diff(SetupDescription left, SetupDescription right)
    {
        var found = new List<SetupDifference>();
        Compare("setup", left.Setup?.Write() ?? "", right.Setup?.Write() ?? "");
        Compare("heads", string.Join(", ", left.Heads), string.Join(", ", right.Heads));
        Compare("embedding", left.Embedding ?? "", right.Embedding ?? "");
        foreach (var key in left.Parts.Concat(right.Parts).Select(p => (p.Kind, p.Name)).Distinct().Order())
        {
            var (a, b) = (Find(left, key), Find(right, key));
            var what = $"{SetupContents.Text(key.Kind)} {key.Name}";
            if (a is null || b is null) found.Add(new SetupDifference(what, State(a), State(b)));
            else if (a.Config != b.Config) Compare($"{what}: configuration", a.Config, b.Config);
            else Compare($"{what}: tensors", a.Digest, b.Digest);
        }
        return found;

        void Compare(string what, string a, string b)
        {
            if (a != b) found.Add(new SetupDifference(what, a, b));
        }
    }

    // Models with heads put the base model's name in front of every tensor's; the part is the same.
    private static string Digest(ITensorSource source, JsonObject? saved)
    {
        var heads = saved?["model_class"]?.GetValue<string>() is { } name && (!name.EndsWith("Model", StringComparison.Ordinal) || name.EndsWith("AdapterModel", StringComparison.Ordinal) || name.EndsWith("LMHeadModel", StringComparison.Ordinal));
        var first = heads ? source.Names.Select(n => n[..(n.IndexOf('.', StringComparison.Ordinal) + 1)]).Distinct().ToList() : [];
        var cut = first is [var only] ? only.Length : 0;
        return ContentDigest.Compute(source.Names.Select(n => TensorContent.Of(n[cut..], source.Find(n)!)));
    }

    private static SetupPartInfo? Find(SetupDescription setup, (SetupPartKind Kind, string Name) key) => setup.Parts.FirstOrDefault(p => (p.Kind, p.Name) == key && !p.Missing);

    private static string State(SetupPartInfo? part) => part is null ? "" : part.Digest;

    private static string AdapterText(string folder)
    {
        var json = AdapterFolder.Adapter.ReadConfig(folder);
        return json.ContainsKey("peft_type") ? json.ToJsonString() : AdapterConfigFile.FromJson(json, lenient: true).Config.Write();
    }

    private static string FusionText(string folder)
    {
        var file = FusionConfigFile.Read(AdapterFolder.Fusion.ReadConfig(folder).ToJsonString(), lenient: true);
        return $"{file.Config.Write()} of {string.Join(", ", file.Adapters)}";
    }

    // That of a model class with one fixed head has no configuration of its own.
    private static string HeadText(string folder) => AdapterFolder.Head.ReadConfig(folder) is var json && json["config"] is { } config ? config.ToJsonString() : json["model_class"]?.ToString() ?? "";
}
