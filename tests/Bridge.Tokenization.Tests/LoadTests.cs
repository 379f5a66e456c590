using Bridge.Core;
using Xunit;

namespace Bridge.Tokenization.Tests;

public sealed class LoadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-tokenization-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_MissingFile_Throws()
    {
        var error = Assert.Throws<BridgeException>(() => Tokenizer.Load(Path.Combine(_folder.FullName, "absent.json")));
        Assert.Equal((ErrorCode.NotFound, ErrorReason.FileNotFound), (error.Code, error.Reason));
    }

    [Fact]
    public void Load_FolderWithoutTokenizer_Throws() =>
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => Tokenizer.Load(_folder.FullName)).Reason);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\"}}")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":-1}}}")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":2000000000}}}")]
    [InlineData("{\"model\":{\"type\":\"NoSuchModel\",\"vocab\":{\"a\":0}}}")]
    [InlineData("{\"version\":\"1.0\",\"model\":{\"type\":\"Unigram\",\"unk_id\":7,\"vocab\":[[\"a\",0.0]]}}")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"vocab\":[\"a\"]}}")]
    public void Load_BrokenFile_Throws(string json)
    {
        var error = Assert.Throws<BridgeException>(() => Write(json));
        Assert.Equal((ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt), (error.Code, error.Reason));
        Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_UnknownPostProcessor_NamesItsType()
    {
        var error = Assert.Throws<BridgeException>(() => Write(Changed("\"type\": \"TemplateProcessing\"", "\"type\": \"Sideways\"")));
        Assert.Equal(ErrorReason.MethodNotAvailable, error.Reason);
        Assert.Equal("Sideways", error.Metadata["type"]);
        Assert.Equal("$.post_processor", error.Metadata["section"]);
    }

    [Fact]
    public void Load_FolderWithConfig_ReadsLengthSideAndPaddingToken()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"),
            """{"model_max_length": 512, "padding_side": "left", "pad_token": {"content": "[MASK]"}}""");
        using var tokenizer = Write(File.ReadAllText(Path.Combine(TestTokenizers.Folder("wordpiece-cased"), "tokenizer.json")));
        Assert.Equal(512, tokenizer.ModelMaxLength);
        Assert.Equal(Side.Left, tokenizer.PaddingSide);
        Assert.Equal(4, tokenizer.PadId);
    }

    private Tokenizer Write(string json)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), json);
        return Tokenizer.Load(_folder.FullName);
    }

    private static string Changed(string from, string to)
    {
        var json = File.ReadAllText(Path.Combine(TestTokenizers.Folder("wordpiece-cased"), "tokenizer.json"));
        var compact = json.Contains(from, StringComparison.Ordinal) ? json : json.Replace("\":\"", "\": \"", StringComparison.Ordinal);
        return compact.Replace(from, to, StringComparison.Ordinal);
    }
}
