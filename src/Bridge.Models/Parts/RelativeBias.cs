using Bridge.Models.Description;

namespace Bridge.Models.Parts;

/// <summary>A learned bias a head for each distance of key and query, distances in buckets that widen (Raffel et al. 2020, arXiv:1910.10683).</summary>
internal sealed class RelativeBias(RelativeBiasSpec spec, bool causal, Tensor table)
{
    /// <summary>(1, heads, queries, keys), once a pass and shape. The pass keeps it.</summary>
    public Tensor Of(long queries, long keys, ForwardPass pass) => pass.Once((this, queries, keys), () =>
    {
        using var scope = NewDisposeScope();
        // Of the distances from the last query to the first key, up to the last key; a query sees as many of them as there are keys.
        var distances = new long[queries + keys - 1];
        for (var i = 0; i < distances.Length; i++) distances[i] = Bucket(i - (queries - 1) - pass.Past);
        var buckets = new long[queries * keys];
        for (long q = 0; q < queries; q++) Array.Copy(distances, queries - 1 - q, buckets, q * keys, keys);
        var index = tensor(buckets, dtype: ScalarType.Int64, device: table.device);
        return table.index_select(0, index).view(queries, keys, -1).permute(2, 0, 1).unsqueeze(0).contiguous().DetachFromDisposeScope();
    });

    // Half of the buckets are for single distances, the rest grow with the logarithm up to the largest distance. Without causality half of all are for later keys.
    internal int Bucket(long distance)
    {
        var (buckets, offset) = (spec.Buckets, 0);
        if (causal) distance = Math.Max(-distance, 0);
        else
        {
            buckets /= 2;
            if (distance > 0) offset = buckets;
            distance = Math.Abs(distance);
        }
        var single = buckets / 2;
        if (distance < single) return offset + (int)distance;
        var far = single + (int)((float)Math.Log((float)distance / single) / (float)Math.Log((double)spec.MaxDistance / single) * (buckets - single));
        return offset + Math.Min(far, buckets - 1);
    }
}
