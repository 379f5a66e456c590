using Bridge.Engine;
using Google.Protobuf;

namespace Bridge.Api.Mapping;

/// <summary>Models, adapters, heads and datasets as messages.</summary>
internal static class ResourceMapper
{
    public static V1.Model ToMessage(ModelInfo m) => new()
    {
        Name = Names.Model(m.Id),
        Path = m.Path,
        Architecture = m.Architecture,
        ClassName = m.ClassName,
        DataType = (V1.DataType)(int)m.DataType,
        Device = m.Device,
        LayerCount = m.LayerCount,
        HiddenSize = m.HiddenSize,
        VocabularySize = m.VocabularySize,
        MaxLength = m.MaxLength,
        ParameterCount = m.ParameterCount,
        ByteSize = m.ByteSize,
        HasTokenizer = m.HasTokenizer,
        AdapterCount = m.AdapterCount,
        HeadCount = m.HeadCount,
        TrainingJob = m.TrainingJob is { } job ? Names.Job(m.Id, job) : "",
        State = V1.ModelState.Active,
        CreateTime = m.CreateTime.ToMessage(),
        UpdateTime = m.UpdateTime.ToMessage(),
        Etag = m.Etag,
    };

    public static V1.Adapter ToMessage(AdapterInfo a)
    {
        var message = new V1.Adapter
        {
            Name = Names.Adapter(a.Model, a.Name),
            Config = ConfigMapper.ToMessage(a.Config),
            ConfigString = a.Config.Write(),
            Digest = a.Digest,
            ParameterCount = a.ParameterCount,
            TrainableCount = a.TrainableCount,
            ByteSize = a.ByteSize,
            SiteCount = a.SiteCount,
            Merged = a.Merged,
            ParameterGroup = a.Group ?? "",
            Source = a.Source ?? "",
            TrainingJob = a.TrainingJob is { } job ? Names.Job(a.Model, job) : "",
            CreateTime = a.CreateTime.ToMessage(),
            UpdateTime = a.UpdateTime.ToMessage(),
            LastUseTime = a.LastUseTime.ToMessage(),
            Etag = a.Etag,
        };
        if (a.Seed is { } seed) message.Seed = seed;
        return message;
    }

    public static V1.ParameterGroup ToMessage(ParameterGroupInfo g) => new() { Group = g.Name, Adapters = { g.Adapters }, ParameterCount = g.ParameterCount };

    public static V1.Adapter ToMessage(AdapterPlanInfo p)
    {
        var plan = new V1.AdapterPlan { ParameterCount = p.ParameterCount };
        plan.Sites.AddRange(p.Sites);
        foreach (var (name, shape) in p.Parameters) plan.Parameters.Add(new V1.ParameterPlan { Name = name, Shape = { shape.Dimensions }, DataType = V1.DataType.Float32 });
        return new V1.Adapter
        {
            Name = Names.Adapter(p.Model, p.Name),
            Config = ConfigMapper.ToMessage(p.Config),
            ConfigString = p.Config.Write(),
            ParameterCount = p.ParameterCount,
            SiteCount = p.Sites.Count,
            Plan = plan,
        };
    }

    public static V1.Head ToMessage(HeadInfo h)
    {
        var message = new V1.Head
        {
            Name = Names.Head(h.Model, h.Name),
            Config = h.Spec.Json is { } json ? new V1.HeadConfig { Json = json } : new V1.HeadConfig { Classification = ToMessage(h.Spec) },
            HeadType = h.HeadType,
            Digest = h.Digest,
            ParameterCount = h.ParameterCount,
            CreateTime = h.CreateTime.ToMessage(),
            UpdateTime = h.UpdateTime.ToMessage(),
            Etag = h.Etag,
        };
        if (h.Seed is { } seed) message.Seed = seed;
        return message;
    }

    public static HeadSpec Read(V1.HeadConfig? config)
    {
        if (config is null) throw Violations.Missing("config");
        if (config.KindCase == V1.HeadConfig.KindOneofCase.Json) return new HeadSpec { Json = config.Json };
        if (config.KindCase != V1.HeadConfig.KindOneofCase.Classification) throw Violations.Of("config", Core.ErrorReason.ArgumentInvalid, "config: no kind of head is set; set exactly one");
        var c = config.Classification;
        var d = new HeadSpec();
        return new HeadSpec
        {
            NumLabels = c.HasNumLabels ? c.NumLabels : c.Labels.Count > 0 ? c.Labels.Count : d.NumLabels,
            Layers = c.HasLayers ? c.Layers : d.Layers,
            ActivationFunction = !c.HasActivationFunction ? d.ActivationFunction : c.ActivationFunction.Length == 0 ? null : c.ActivationFunction,
            Multilabel = c.HasMultilabel && c.Multilabel,
            UsePooler = c.HasUsePooler && c.UsePooler,
            Bias = !c.HasBias || c.Bias,
            DropoutProb = c.HasDropoutProb ? c.DropoutProb : null,
            Labels = c.Labels.Count == 0 ? null : [.. c.Labels],
        };
    }

    public static V1.Dataset ToMessage(DatasetInfo d)
    {
        var schema = new V1.DatasetSchema
        {
            TextField = d.Schema.TextField,
            PairField = d.Schema.PairField ?? "",
            ImageField = d.Schema.ImageField ?? "",
            LabelField = d.Schema.LabelField,
            LabelKind = (V1.LabelKind)(int)d.Schema.LabelKind,
        };
        foreach (var (name, id) in d.Schema.LabelIds) schema.LabelIds[name] = id;
        return new V1.Dataset
        {
            Name = Names.Dataset(d.Id),
            Schema = schema,
            RowCount = d.RowCount,
            ByteSize = d.ByteSize,
            Digest = d.Digest,
            Source = d.Source ?? "",
            CreateTime = d.CreateTime.ToMessage(),
            Etag = d.Etag,
        };
    }

    public static DatasetSchema Read(V1.DatasetSchema? schema)
    {
        if (schema is null) return new DatasetSchema();
        if (!Enum.IsDefined(schema.LabelKind)) throw Violations.Of("schema.label_kind", Core.ErrorReason.ArgumentInvalid, $"schema.label_kind {(int)schema.LabelKind} is not known");
        return new DatasetSchema
        {
            TextField = schema.TextField.Length == 0 ? "text" : schema.TextField,
            PairField = schema.PairField.Length == 0 ? null : schema.PairField,
            ImageField = schema.ImageField.Length == 0 ? null : schema.ImageField,
            LabelField = schema.LabelField.Length == 0 ? "label" : schema.LabelField,
            LabelKind = (DatasetLabelKind)(int)schema.LabelKind,
            LabelIds = new Dictionary<string, int>(schema.LabelIds),
        };
    }

    public static V1.FileInfo ToMessage(StoredFile file) => new() { File = file.Name, ByteSize = file.ByteSize, Sha256 = ByteString.CopyFrom(file.Sha256.Span) };

    public static IEnumerable<V1.AdapterUse> ToMessages(IEnumerable<AdapterUse> uses) => uses.Select(u => new V1.AdapterUse { Adapter = u.Name, Digest = u.Digest, SiteCount = u.SiteCount });

    private static V1.ClassificationHeadConfig ToMessage(HeadSpec s)
    {
        var c = new V1.ClassificationHeadConfig
        {
            NumLabels = s.NumLabels,
            Layers = s.Layers,
            ActivationFunction = s.ActivationFunction ?? "",
            Multilabel = s.Multilabel,
            UsePooler = s.UsePooler,
            Bias = s.Bias,
        };
        if (s.DropoutProb is { } dropout) c.DropoutProb = dropout;
        c.Labels.AddRange(s.Labels ?? []);
        return c;
    }
}
