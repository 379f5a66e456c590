using System.Buffers;
using System.Text.Json;
using Bridge.Core;

namespace Bridge.Tokenization.Files;

/// <summary>What a tokenizer.json says, section by section.</summary>
internal sealed class TokenizerFile
{
    private static readonly string[] OursAlone = ["post_processor", "padding", "truncation"];
    private readonly JsonElement _root;

    private TokenizerFile(string path, JsonElement root)
    {
        Path = path;
        _root = root;
        var file = new JsonSection(root, "$", path);
        AddedTokens = file.Child("added_tokens") is { } added ? added.Items().Select(AddedToken.Read).ToArray() : [];
        Model = file.Required("model");
        Normalizer = file.Child("normalizer");
        PreTokenizer = file.Child("pre_tokenizer");
        PostProcessor = file.Child("post_processor");
        Padding = file.Child("padding");
        NativeHazards.Check(Model, file.Child("decoder"));
        Vocabulary = Vocabulary.Read(Model, AddedTokens);
    }

    public string Path { get; }

    public IReadOnlyList<AddedToken> AddedTokens { get; }

    public JsonSection Model { get; }

    public JsonSection? Normalizer { get; }

    public JsonSection? PreTokenizer { get; }

    public JsonSection? PostProcessor { get; }

    public JsonSection? Padding { get; }

    public Vocabulary Vocabulary { get; }

    public static TokenizerFile Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Broken(path, "it holds no JSON object", null);
            return new TokenizerFile(path, document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw Broken(path, error.Message, error);
        }
        catch (InvalidOperationException error)
        {
            throw Broken(path, "a text in it is not well-formed Unicode", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw BridgeException.NotFound(ErrorReason.FileNotFound, $"tokenizer {path}: no such file, or it cannot be read", ("path", path));
        }
    }

    /// <summary>The file without the sections that are applied here, in C#: post-processor, padding, truncation.</summary>
    /// <param name="nothingSpecial">Whether added tokens lose their mark "special", so that decoding leaves none out.</param>
    public ReadOnlySpan<byte> Description(bool nothingSpecial)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var property in _root.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                if (OursAlone.Contains(property.Name)) writer.WriteNullValue();
                else if (nothingSpecial && property.Name == "added_tokens") WriteOrdinary(writer, property.Value);
                else property.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan;
    }

    private static void WriteOrdinary(Utf8JsonWriter writer, JsonElement tokens)
    {
        writer.WriteStartArray();
        foreach (var token in tokens.EnumerateArray())
        {
            writer.WriteStartObject();
            foreach (var property in token.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                if (property.Name == "special") writer.WriteBooleanValue(false);
                else property.Value.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static BridgeException Broken(string path, string detail, Exception? inner) => new(
        ErrorCode.DataLoss, ErrorReason.CheckpointCorrupt, $"tokenizer {path}: {detail}",
        new Dictionary<string, string> { ["path"] = path, ["detail"] = detail }, inner: inner);
}
