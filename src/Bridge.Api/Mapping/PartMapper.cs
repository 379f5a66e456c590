using Bridge.Configuration;
using Bridge.Engine;

namespace Bridge.Api.Mapping;

/// <summary>Fusions, token embeddings and setups as messages.</summary>
internal static class PartMapper
{
    public static V1.Fusion ToMessage(FusionInfo f)
    {
        var message = new V1.Fusion
        {
            Name = Names.Fusion(f.Model, f.Name),
            Adapters = { f.Adapters },
            ConfigString = f.Config.Write(),
            Digest = f.Digest,
            ParameterCount = f.ParameterCount,
            ByteSize = f.ByteSize,
            Source = f.Source ?? "",
            TrainingJob = f.TrainingJob is { } job ? Names.Job(f.Model, job) : "",
            CreateTime = f.CreateTime.ToMessage(),
            UpdateTime = f.UpdateTime.ToMessage(),
            Etag = f.Etag,
        };
        if (f.Seed is { } seed) message.Seed = seed;
        return message;
    }

    public static V1.Embedding ToMessage(EmbeddingInfo e)
    {
        var message = new V1.Embedding
        {
            Name = Names.Embedding(e.Model, e.Name),
            VocabularySize = e.VocabularySize,
            HasTokenizer = e.HasTokenizer,
            Digest = e.Digest,
            ParameterCount = e.ParameterCount,
            ByteSize = e.ByteSize,
            Source = e.Source ?? "",
            TrainingJob = e.TrainingJob is { } job ? Names.Job(e.Model, job) : "",
            CreateTime = e.CreateTime.ToMessage(),
            UpdateTime = e.UpdateTime.ToMessage(),
            Etag = e.Etag,
        };
        if (e.Seed is { } seed) message.Seed = seed;
        return message;
    }

    public static V1.SetupDescription ToMessage(SetupDescription d)
    {
        var message = new V1.SetupDescription { Path = d.Folder, Setup = SetupMapper.Write(d.Setup, d.Heads, d.Embedding), Version = d.Version ?? "" };
        message.Parts.AddRange(d.Parts.Select(p => new V1.SetupPart
        {
            Kind = (V1.SetupPartKind)(int)p.Kind,
            Part = p.Name,
            ConfigString = p.Config,
            Digest = p.Digest,
            ParameterCount = p.ParameterCount,
            Active = p.Active,
            Missing = p.Missing,
        }));
        return message;
    }

    /// <summary>The configuration that a text of the string notation or JSON means; the empty text is the default.</summary>
    public static FusionConfig ReadFusion(string text, string field) => text.Length == 0 ? FusionConfig.Dynamic : Violations.Below(field, () => FusionConfig.Parse(text));
}
