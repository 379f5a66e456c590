using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Models;
using Bridge.Engine.Text;
using Bridge.Models.Vocabularies;

namespace Bridge.Engine.Jobs.Running;

/// <summary>What a request trains.</summary>
internal static class SubjectPlan
{
    /// <summary>The request, checked, with its setup, head and length filled in.</summary>
    public static T Resolve<T>(ModelEntry entry, T request)
        where T : TrainingSubject
    {
        if (request.Adapters.Count == 0 && request.Heads.Count == 0 && request.Fusions.Count == 0 && !request.TrainEmbedding)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "no adapter, fusion, head or token embedding is to be trained; name at least one", ("adapters", 0), ("heads", 0), ("fusions", 0));
        if (request.Heads.Count > 1)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{request.Heads.Count} heads are to be trained; at most one is allowed", ("heads", request.Heads.Count), ("allowed", 1));
        var setup = request.Setup ?? (request.Fusions is [var only] ? Fused(entry, only) : Default(request.Adapters));
        if (setup is not null) entry.Check(setup);
        foreach (var adapter in request.Adapters)
        {
            _ = entry.Record(adapter);
            if (!setup!.Flatten().Contains(adapter))
                throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"adapter \"{adapter}\" is to be trained and takes no part in {setup}", ("adapter", adapter), ("setup", setup.Write()));
        }
        CheckParts(entry, request, setup);
        var head = request.Head ?? (request.Heads is [var trained] ? trained : setup?.Last() ?? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "no head is named, and no adapter that names one", ("field", "head")));
        _ = entry.HeadRecordOf(head);
        if (request.Heads.Count == 1 && request.Heads[0] != head)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"head \"{request.Heads[0]}\" is to be trained and \"{head}\" gives the loss", ("head", request.Heads[0]), ("setup_head", head));
        return request with { Setup = setup, Head = head, MaxLength = TextLength.OrDefault(request.MaxLength, entry.Model.Description) };
    }

    /// <summary>The names of all that changes.</summary>
    public static IReadOnlyCollection<string> Changing(TrainingSubject request) =>
        [.. request.Adapters.Concat(request.Heads).Concat(request.Fusions).Concat(request.TrainEmbedding ? [request.Embedding!] : []).Distinct()];

    private static void CheckParts(ModelEntry entry, TrainingSubject request, Composition? setup)
    {
        foreach (var name in request.Fusions)
        {
            _ = entry.FusionRecordOf(name);
            lock (entry.Gate)
            {
                if (SetupBlocks.Fuses(setup).Any(block => entry.Adapters.Fusions.For(block).Name == name)) continue;
            }
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"fusion \"{name}\" is to be trained and no block of {setup} is of it", ("fusion", name), ("setup", setup?.Write() ?? ""));
        }
        var own = request.Embedding is null or EmbeddingSet.Default;
        if (!own) _ = entry.EmbeddingRecordOf(request.Embedding!);
        if (own && request.TrainEmbedding)
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "the model's own token embeddings are to be trained; the base is frozen, create a copy of them and name it", ("embedding", EmbeddingSet.Default));
    }

    private static Fuse Fused(ModelEntry entry, string fusion)
    {
        _ = entry.FusionRecordOf(fusion);
        lock (entry.Gate) return new Fuse(ValueList.From(entry.Adapters.Fusions[fusion].Adapters.Select(a => (Composition)a)), fusion);
    }

    // Without an adapter a head is trained on the base model alone.
    private static Composition? Default(IReadOnlyList<string> adapters) => adapters.Count switch
    {
        0 => null,
        1 => new Leaf(adapters[0]),
        _ => new Stack(ValueList.From(adapters.Select(a => (Composition)a))),
    };
}
