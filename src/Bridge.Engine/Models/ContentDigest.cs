using System.Security.Cryptography;
using System.Text;
using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Engine.Models;

/// <summary>SHA-256 over a configuration and named tensors: two adapters with one digest compute the same.</summary>
internal static class ContentDigest
{
    public static string Of(string configuration, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, configuration);
        foreach (var (name, tensor) in tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            Add(hash, $"{name} {tensor.dtype} {new Shape(tensor.shape)}");
            using var detached = tensor.detach();
            using var local = detached.cpu();
            using var contiguous = local.contiguous();
            hash.AppendData(contiguous.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
}
