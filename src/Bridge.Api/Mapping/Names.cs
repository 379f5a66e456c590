using Bridge.Core;

namespace Bridge.Api.Mapping;

/// <summary>Resource names: <c>models/{model}/adapters/{adapter}</c>.</summary>
internal static class Names
{
    public static string Model(string id) => $"models/{id}";

    public static string Adapter(string model, string id) => $"models/{model}/adapters/{id}";

    public static string Head(string model, string id) => $"models/{model}/heads/{id}";

    public static string Fusion(string model, string id) => $"models/{model}/fusions/{id}";

    public static string Embedding(string model, string id) => $"models/{model}/embeddings/{id}";

    public static string Job(string model, string id) => $"models/{model}/trainingJobs/{id}";

    public static string Dataset(string id) => $"datasets/{id}";

    public static string Operation(string id) => $"operations/{id}";

    public static string ReadModel(string name, string field) => Read(name, field, "models/{model}")[0];

    public static (string Model, string Id) ReadAdapter(string name, string field) => Two(Read(name, field, "models/{model}/adapters/{adapter}"));

    public static (string Model, string Id) ReadHead(string name, string field) => Two(Read(name, field, "models/{model}/heads/{head}"));

    public static (string Model, string Id) ReadFusion(string name, string field) => Two(Read(name, field, "models/{model}/fusions/{fusion}"));

    public static (string Model, string Id) ReadEmbedding(string name, string field) => Two(Read(name, field, "models/{model}/embeddings/{embedding}"));

    public static (string Model, string Id) ReadJob(string name, string field) => Two(Read(name, field, "models/{model}/trainingJobs/{training_job}"));

    public static string ReadDataset(string name, string field) => Read(name, field, "datasets/{dataset}")[0];

    public static string ReadOperation(string name, string field) => Read(name, field, "operations/{operation}")[0];

    /// <summary>An adapter of the given model.</summary>
    public static string ReadAdapterOf(string model, string name, string field)
    {
        var (parent, id) = ReadAdapter(name, field);
        return parent == model ? id : throw Violations.Of(field, ErrorReason.ArgumentInvalid, $"{field} \"{name}\" is of another model than \"{model}\"");
    }

    /// <summary>A head of the given model, or null where the name is empty.</summary>
    public static string? ReadHeadOf(string model, string name, string field)
    {
        if (name.Length == 0) return null;
        var (parent, id) = ReadHead(name, field);
        return parent == model ? id : throw Violations.Of(field, ErrorReason.ArgumentInvalid, $"{field} \"{name}\" is of another model than \"{model}\"");
    }

    private static (string, string) Two(string[] parts) => (parts[0], parts[1]);

    private static string[] Read(string name, string field, string pattern)
    {
        if (name.Length == 0) throw Violations.Missing(field);
        string[] given = name.Split('/'), wanted = pattern.Split('/');
        if (given.Length == wanted.Length)
        {
            var ids = new List<string>();
            for (var i = 0; i < wanted.Length; i++)
            {
                if (wanted[i][0] == '{' && given[i].Length > 0) ids.Add(given[i]);
                else if (wanted[i] != given[i]) break;
            }
            if (ids.Count == wanted.Length / 2) return [.. ids];
        }
        var shown = name.Length > 120 ? string.Concat(name.AsSpan(0, 120), "…") : name;
        throw Violations.Of(field, ErrorReason.ArgumentInvalid, $"{field} \"{shown}\" is not of the form {pattern}");
    }
}
