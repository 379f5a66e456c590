using Goldens.Tokenizers;
using TestKit;
using Xunit;

namespace Bridge.Tokenization.Tests;

/// <summary>The recorded answers of Hugging Face's library.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Committed => new(TestTokenizers.Names);

    [Theory]
    [MemberData(nameof(Committed))]
    public void Run_CommittedSelection_EveryCasePasses(string name)
    {
        var results = TokenizerGoldens.RunOne(TestTokenizers.Folder(name), TestTokenizers.File(name)).ToArray();
        Assert.Equal(52, results.Length);
        var failures = results.Where(result => result.Failure is not null).ToArray();
        Assert.Empty(failures);
    }

    [Fact]
    public void Run_AllRecordedCases_EveryCasePasses()
    {
        if (SharedData.Path("goldens", "tokenizers") is not { } folder) return;
        var results = TokenizerGoldens.Run(folder).ToArray();
        Assert.NotEmpty(results);
        var failures = results.Where(result => result.Failure is not null).ToArray();
        Assert.Empty(failures);
    }

    [Fact]
    public void Run_WrongAnswer_IsReported()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-golden-");
        try
        {
            File.Copy(TestTokenizers.File("wordpiece-cased"), Path.Combine(folder.FullName, "tokenizer.json"));
            File.WriteAllText(Path.Combine(folder.FullName, "cases.jsonl"),
                """{"id":7,"kind":"decode","ids":[2],"skip_special_tokens":false,"text":"[SEP]"}""" + "\n");
            var (name, failure) = Assert.Single(TokenizerGoldens.Run(folder.FullName));
            Assert.Equal($"{folder.Name}/decode-7", name);
            Assert.Equal("text is \"[CLS]\", expected \"[SEP]\"", failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
