using System.Security.Cryptography;
using Bridge.Core;
using static TorchSharp.torch;

namespace Bridge.Training;

/// <summary>SHA-256 of tensors' bytes, to prove that they stayed as they were.</summary>
internal static class TensorDigest
{
    private const long ChunkElements = 1 << 24;

    /// <summary>A digest a tensor. Tensors are hashed side by side.</summary>
    public static IReadOnlyDictionary<string, byte[]> Compute(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var names = tensors.Keys.ToArray();
        var digests = new byte[names.Length][];
        Parallel.For(0, names.Length, i => digests[i] = Compute(tensors[names[i]]));
        return names.Zip(digests).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>FROZEN_CHANGED if one of these tensors differs from its digest. Tensors disposed meanwhile were taken away, not changed.</summary>
    public static void Verify(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, byte[]> before)
    {
        var present = tensors.Where(entry => !entry.Value.IsInvalid).ToDictionary();
        var after = Compute(present);
        var changed = after.Where(entry => !entry.Value.AsSpan().SequenceEqual(before[entry.Key])).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToArray();
        if (changed.Length == 0) return;
        throw BridgeException.Of(ErrorCode.Internal, ErrorReason.FrozenChanged,
            $"{changed.Length} tensors that the job may not change did change, the first is \"{changed[0]}\"",
            ("tensor", changed[0]), ("count", changed.Length));
    }

    private static byte[] Compute(Tensor tensor)
    {
        using var noGrad = no_grad();
        using var flat = tensor.reshape(-1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long start = 0; start < flat.shape[0]; start += ChunkElements)
        {
            // Spans count bytes in 32 bits, and tensors of other devices come over piece by piece.
            using var chunk = flat.narrow(0, start, Math.Min(ChunkElements, flat.shape[0] - start));
            using var near = chunk.cpu();
            hash.AppendData(near.bytes);
        }
        return hash.GetHashAndReset();
    }
}
