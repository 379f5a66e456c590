using Bridge.Core;

namespace Bridge.Tokenization;

/// <summary>Hugging Face's native library behind Tokenizers.DotNet.</summary>
public static class TokenizerLibrary
{
    /// <summary>Where it is; BRIDGE_TOKENIZERS_DIR may name its folder.</summary>
    public static NativeLibraryFinder Finder { get; } = new("hf_tokenizers", "BRIDGE_TOKENIZERS_DIR", typeof(Tokenizers.DotNet.Tokenizer).Assembly);
}
