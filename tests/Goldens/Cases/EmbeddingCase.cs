using Bridge.Core;
using Bridge.Models.Vocabularies;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>Token embeddings for another vocabulary: made, chosen, trained, saved, loaded, removed.</summary>
internal sealed class EmbeddingCase : ICaseKind
{
    private const string New = "new", Again = "again";

    public bool Fits(GoldenCase golden) => golden.Has("vocabularies");

    public void Run(CaseContext context)
    {
        using var subject = new CaseSubject(context);
        SetupFolder.Load(context, subject);
        subject.Activate([], []);
        Compare(context, subject, EmbeddingSet.Default, "output.");
        Add(context, subject);
        Compare(context, subject, New, "new.output.");
        Compare(context, subject, EmbeddingSet.Default, "default.output.");
        subject.Embeddings.Load(context.Case.PathOf("embeddings"), Again);
        Compare(context, subject, Again, "new.output.");
        CompareFile(context, subject);
        CompareErrors(context, subject);
        subject.Embedding = New;
        if (context.Case.Has("loss")) LossAndTraining.Compare(context, subject);
        subject.Embeddings.Remove(New);
        Compare(context, subject, EmbeddingSet.Default, "default.output.");
    }

    private static void Compare(CaseContext context, CaseSubject subject, string embedding, string prefix)
    {
        subject.Embedding = embedding;
        using var noGrad = no_grad();
        using var outputs = subject.Forward();
        context.CompareOutputs(prefix, outputs.Tensors, ["last_hidden_state", "pooler_output"]);
    }

    // Rows of words that both vocabularies have are the reference's; the others are chance, and then take the recorded values.
    private static void Add(CaseContext context, CaseSubject subject)
    {
        var (words, old) = (Words(context, New), Numbers(Words(context, EmbeddingSet.Default)));
        var numbers = Numbers(words);
        var reference = context.Case.Document["reference"]!.GetValue<bool>() ? new EmbeddingReference(EmbeddingSet.Default, old) : null;
        var added = subject.Embeddings.Add(New, words.Count, new RandomSource(7), numbers, reference);
        var expected = context.Expected["embedding.new"];
        if (reference is not null)
            foreach (var row in numbers.Where(n => old.ContainsKey(n.Key)).Select(n => n.Value))
            {
                using var found = added.Table.select(0, row);
                using var recorded = expected.select(0, row);
                context.Findings.Check($"embedding.new[{row}]", found, recorded, 0);
            }
        using var noGrad = no_grad();
        added.Table.copy_(expected);
    }

    // All but torch's identification number, which ends the file's directory.
    private static void CompareFile(CaseContext context, CaseSubject subject)
    {
        var folder = Directory.CreateTempSubdirectory("goldens").FullName;
        try
        {
            subject.Embeddings.Save(New, folder);
            var (ours, theirs) = (File.ReadAllBytes(Path.Combine(folder, "embedding.pt")), File.ReadAllBytes(context.Case.PathOf("embeddings", "embedding.pt")));
            var contents = context.Expected["embedding.new"].numel() * sizeof(float);
            if (ours.Length != theirs.Length || !ours.AsSpan(0, (int)contents).SequenceEqual(theirs.AsSpan(0, (int)contents))) context.Findings.Add("embedding.pt", "differs from the library's");
            subject.Embeddings.Load(folder, "saved");
            context.Findings.Check("saved", subject.Embeddings["saved"].Table, context.Expected["embedding.new"], 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void CompareErrors(CaseContext context, CaseSubject subject)
    {
        var (all, words) = (subject.Embeddings, Numbers(Words(context, New)));
        foreach (var (what, _) in context.Case.Object("errors"))
        {
            Action action = what switch
            {
                "add again" => () => all.Add(New, words.Count, new RandomSource(7), words),
                "delete unknown" => () => _ = all.Remove("z") ? true : throw Refused(),
                "activate unknown" => () => all.For("z"),
                "reference without tokenizer" => () => all.Add("n2", words.Count, new RandomSource(7), words, new EmbeddingReference(EmbeddingSet.Default)),
                "load missing" => () => all.Load(context.Case.PathOf("nowhere"), "n3"),
                _ => throw new UnsupportedException($"error {what}"),
            };
            try
            {
                action();
                context.Findings.Add(what, "is done, the library refuses");
            }
            catch (BridgeException)
            {
            }
        }
    }

    private static BridgeException Refused() => BridgeException.NotFound(ErrorReason.EmbeddingNotFound, "nothing was removed");

    private static List<string> Words(CaseContext context, string vocabulary) => [.. context.Case.Object("vocabularies")[vocabulary]!.AsArray().Select(w => w!.GetValue<string>())];

    private static Dictionary<string, int> Numbers(List<string> words)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++) numbers[words[i]] = i;
        return numbers;
    }
}
