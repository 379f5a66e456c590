namespace Bridge.Torch.Loading;

/// <summary>What <c>/proc/cpuinfo</c> says.</summary>
/// <param name="Vendor">As the processor names its maker: <c>GenuineIntel</c>, <c>AuthenticAMD</c>.</param>
/// <param name="PhysicalCores">Cores, not counting hardware threads twice.</param>
/// <param name="Avx512">Whether it has AVX-512's foundation.</param>
internal sealed record Processor(string Vendor, int PhysicalCores, bool Avx512)
{
    public static Processor Read()
    {
        const string path = "/proc/cpuinfo";
        return File.Exists(path) ? Parse(File.ReadLines(path), Environment.ProcessorCount) : new Processor("unknown", Environment.ProcessorCount, false);
    }

    /// <summary>At most <paramref name="usable"/> cores: a container or an affinity mask may allow fewer than there are.</summary>
    internal static Processor Parse(IEnumerable<string> lines, int usable)
    {
        var vendor = "unknown";
        var cores = new HashSet<(string Package, string Core)>();
        var package = "";
        var avx512 = false;
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim())
            {
                case "vendor_id": vendor = value; break;
                case "flags": avx512 = value.Split(' ').Contains("avx512f"); break;
                case "physical id": package = value; break;
                case "core id": cores.Add((package, value)); break;
                default: break;
            }
        }
        return new Processor(vendor, Math.Clamp(cores.Count == 0 ? usable : cores.Count, 1, usable), avx512);
    }
}
