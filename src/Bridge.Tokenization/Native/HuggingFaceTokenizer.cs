using System.Runtime.InteropServices;
using Bridge.Core;
using Tokenizers.DotNet;

namespace Bridge.Tokenization.Native;

/// <summary>
/// Hugging Face's own code behind a handle: text to ids and ids to text, nothing else. It reads a file only, so the description travels through a temporary
/// one. Its Rust code aborts the process where it panics, hence what is known to make it do so is kept from it here and by the readers of the description.
/// </summary>
internal sealed class HuggingFaceTokenizer : IDisposable
{
    private readonly Tokenizers.DotNet.Tokenizer _native;

    public HuggingFaceTokenizer(ReadOnlySpan<byte> description, string path)
    {
        TokenizerLibrary.Finder.Install();
        var folder = Directory.CreateTempSubdirectory("bridge-tokenizer-");
        try
        {
            var file = Path.Combine(folder.FullName, "tokenizer.json");
            File.WriteAllBytes(file, description);
            _native = new Tokenizers.DotNet.Tokenizer(file);
        }
        catch (TokenizerException error)
        {
            throw BridgeException.Corrupt($"tokenizer {path}: {error.Message}", ("path", path), ("detail", error.Message));
        }
        catch (DllNotFoundException error)
        {
            throw TokenizerLibrary.Finder.Missing(error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public int[] Encode(string text)
    {
        try
        {
            return MemoryMarshal.Cast<uint, int>(_native.Encode(text)).ToArray();
        }
        catch (TokenizerException error)
        {
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.NativeFailure, $"tokenizing failed: {error.Message}", ("detail", error.Message));
        }
    }

    public string Decode(ReadOnlySpan<int> ids)
    {
        try
        {
            return _native.Decode(MemoryMarshal.Cast<int, uint>(ids).ToArray());
        }
        catch (TokenizerException error)
        {
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.NativeFailure, $"decoding failed: {error.Message}", ("detail", error.Message));
        }
    }

    public void Dispose() => _native.Dispose();
}
