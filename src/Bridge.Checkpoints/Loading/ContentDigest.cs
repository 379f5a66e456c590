using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// SHA-256 of tensors: of their names, types, shapes and bytes, in the order of their names. Equal digests mean equal tensors, wherever and in whatever format they are.
/// </summary>
public static class ContentDigest
{
    /// <summary>The digest in lower-case hexadecimal.</summary>
    public static string Compute(IEnumerable<TensorContent> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = new HashStream(hash);
        Span<byte> number = stackalloc byte[8];
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            // Every part is preceded by its length or count, so that no two lists of tensors give the same bytes.
            var name = Encoding.UTF8.GetBytes(tensor.Name);
            Append(hash, number, name.Length);
            hash.AppendData(name);
            Append(hash, number, (int)tensor.DataType);
            Append(hash, number, tensor.Shape.Rank);
            foreach (var size in tensor.Shape.Dimensions) Append(hash, number, size);
            tensor.CopyTo(stream);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The digest of views.</summary>
    public static string Compute(IEnumerable<TensorView> tensors) => Compute(tensors.Select(TensorContent.Of));

    /// <summary>The digest of all tensors of a file.</summary>
    public static string Compute(ITensorSource source) => Compute(source.Names.Select(name => source.Find(name)!));

    private static void Append(IncrementalHash hash, Span<byte> number, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        hash.AppendData(number);
    }
}
