using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bridge.Training.Data;

namespace Bridge.Training.Checkpointing;

/// <summary>SHA-256 of a dataset's tokens or images and labels, so that a run resumes on the rows it began with.</summary>
internal static class DataDigest
{
    public static string Compute(EncodedDataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, [data.Count, (int)data.Targets.Kind]);
        for (var row = 0; row < data.Count; row++)
        {
            Append(hash, [data.Lengths[row]]);
            if (data.Pixels is { } pixels) hash.AppendData(pixels.Digest(row));
            Append(hash, data.InputIds(row));
            Append(hash, data.TokenTypeIds(row));
            switch (data.Targets.Kind)
            {
                case LabelKind.Single:
                    Append(hash, [data.Targets.Classes![row]]);
                    break;
                case LabelKind.Multiple:
                    Append(hash, [data.Targets.Sets![row].Count, .. data.Targets.Sets[row]]);
                    break;
                case LabelKind.Tags or LabelKind.Tokens when data.Targets.TokenLabels is { } tokens:
                    Append(hash, [tokens[row].Count, .. tokens[row]]);
                    break;
                case LabelKind.Score:
                    Append(hash, [BitConverter.SingleToInt32Bits(data.Targets.Scores![row])]);
                    break;
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
}
