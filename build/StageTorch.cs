using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Puts the native libraries that are needed into one folder: hard links or links where possible, a patched copy of libLibTorchSharp.so where the
/// system's libstdc++ lacks the version that its header asks for (nothing in the library calls the one symbol of that version).
/// </summary>
public sealed class StageTorch : Task
{
    private const string Needed = "GLIBCXX_3.4.32";
    private const uint GnuVerneed = 0x6ffffffe;
    private const ushort Weak = 2;

    [Required] public string Source { get; set; }

    [Required] public string TorchSharp { get; set; }

    [Required] public string Target { get; set; }

    public override bool Execute()
    {
        Directory.CreateDirectory(Target);
        foreach (var file in Directory.GetFiles(Source))
        {
            var name = Path.GetFileName(file);
            if (name == "libtorch.so" || name.StartsWith("libtorch_c") || name == "libtorch_global_deps.so" || name.StartsWith("libc10") ||
                name.StartsWith("libgomp") || name.StartsWith("libcu") || name.StartsWith("libnv") || name.StartsWith("libcaffe2_nvrtc"))
                Place(file, File.ReadAllBytes, patch: false);
        }
        Place(Path.Combine(TorchSharp, "libLibTorchSharp.so"), File.ReadAllBytes, patch: !SystemHas(Needed));
        return !Log.HasLoggedErrors;
    }

    private void Place(string file, Func<string, byte[]> read, bool patch)
    {
        var target = Path.Combine(Target, Path.GetFileName(file));
        // A copy keeps its source's time and size: the same file is not copied twice (0.5 GB), and never while programs start from it.
        if (!patch && File.Exists(target) && new FileInfo(target).Length == new FileInfo(file).Length &&
            File.GetLastWriteTimeUtc(target) == File.GetLastWriteTimeUtc(file)) return;
        var temporary = target + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        if (patch)
        {
            var bytes = read(file);
            if (!WeakenRequirement(bytes)) Log.LogError("{0} has no requirement {1} to weaken", file, Needed);
            File.WriteAllBytes(temporary, bytes);
        }
        else
        {
            // A copy, not a link: the package cache may be cleaned while programs are in use.
            File.Copy(file, temporary, true);
        }
        if (File.Exists(target)) File.Replace(temporary, target, null);
        else File.Move(temporary, target);
    }

    private static bool SystemHas(string version)
    {
        foreach (var folder in new[] { "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib/aarch64-linux-gnu", "/usr/lib" })
        {
            var path = Path.Combine(folder, "libstdc++.so.6");
            if (File.Exists(path)) return Encoding.ASCII.GetString(File.ReadAllBytes(path)).Contains(version + "\0");
        }
        return false;
    }

    /// <summary>Sets VER_FLG_WEAK on that version's entry in .gnu.version_r (ELF64, little-endian).</summary>
    private static bool WeakenRequirement(byte[] elf)
    {
        long sections = BitConverter.ToInt64(elf, 0x28);
        int size = BitConverter.ToUInt16(elf, 0x3A), count = BitConverter.ToUInt16(elf, 0x3C);
        for (var i = 0; i < count; i++)
        {
            var header = sections + (long)i * size;
            if (BitConverter.ToUInt32(elf, (int)header + 4) != GnuVerneed) continue;
            var strings = BitConverter.ToInt64(elf, (int)(sections + BitConverter.ToUInt32(elf, (int)header + 0x28) * (long)size) + 0x18);
            var need = BitConverter.ToInt64(elf, (int)header + 0x18);
            while (true)
            {
                var entry = need + BitConverter.ToUInt32(elf, (int)need + 8);
                for (var n = BitConverter.ToUInt16(elf, (int)need + 2); n > 0; n--)
                {
                    if (Text(elf, strings + BitConverter.ToUInt32(elf, (int)entry + 8)) == Needed)
                    {
                        elf[entry + 4] |= (byte)Weak;
                        return true;
                    }
                    entry += BitConverter.ToUInt32(elf, (int)entry + 12);
                }
                var next = BitConverter.ToUInt32(elf, (int)need + 12);
                if (next == 0) break;
                need += next;
            }
        }
        return false;
    }

    private static string Text(byte[] bytes, long start)
    {
        var end = start;
        while (bytes[end] != 0) end++;
        return Encoding.ASCII.GetString(bytes, (int)start, (int)(end - start));
    }
}
