using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies the native libraries that are needed into one folder, with two changes of single bits in their ELF tables. libtorch's unique symbols
/// (STB_GNU_UNIQUE: inline statics and guards of templates, one a process whatever loads it) become weak ones, so that a process may hold another
/// libtorch as well, each with its own. libLibTorchSharp.so, where the system's libstdc++ lacks the version that its header asks for, asks weakly
/// (nothing in the library calls the one symbol of that version).
/// </summary>
public sealed class StageTorch : Task
{
    private const string Needed = "GLIBCXX_3.4.32";
    private const uint GnuVerneed = 0x6ffffffe;
    private const ushort Weak = 2;
    private const uint DynamicSymbols = 11;
    private const int UniqueBinding = 10;
    private const int WeakBinding = 2;
    private const int SymbolSize = 24;

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
                Place(file, name.StartsWith("libtorch_c") || name.StartsWith("libc10") ? SeparateSymbols : null);
        }
        Place(Path.Combine(TorchSharp, "libLibTorchSharp.so"), SystemHas(Needed) ? null : WeakenRequirement);
        return !Log.HasLoggedErrors;
    }

    private void Place(string file, Action<string> change)
    {
        var target = Path.Combine(Target, Path.GetFileName(file));
        // A copy keeps its source's time and size (a changed one is a second younger): the same file is not copied twice (0.5 GB), and never while programs start from it.
        var time = File.GetLastWriteTimeUtc(file).AddSeconds(change == null ? 0 : 1);
        if (File.Exists(target) && new FileInfo(target).Length == new FileInfo(file).Length && File.GetLastWriteTimeUtc(target) == time) return;
        var temporary = target + "." + Guid.NewGuid().ToString("N").Substring(0, 8) + ".tmp";
        // A copy, not a link: the package cache may be cleaned while programs are in use.
        File.Copy(file, temporary, true);
        if (change != null) change(temporary);
        File.SetLastWriteTimeUtc(temporary, time);
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

    /// <summary>Makes the unique symbols of .dynsym weak (ELF64, little-endian). Only that section is read: the library has 0.4 GB.</summary>
    private static void SeparateSymbols(string path)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            var header = Read(file, 0, 64);
            int size = BitConverter.ToUInt16(header, 0x3A), count = BitConverter.ToUInt16(header, 0x3C);
            var sections = Read(file, BitConverter.ToInt64(header, 0x28), size * count);
            for (var i = 0; i < count; i++)
            {
                if (BitConverter.ToUInt32(sections, i * size + 4) != DynamicSymbols) continue;
                var offset = BitConverter.ToInt64(sections, i * size + 0x18);
                var symbols = Read(file, offset, (int)BitConverter.ToInt64(sections, i * size + 0x20));
                for (var symbol = 0; symbol < symbols.Length; symbol += SymbolSize)
                    if (symbols[symbol + 4] >> 4 == UniqueBinding) symbols[symbol + 4] = (byte)(WeakBinding << 4 | symbols[symbol + 4] & 15);
                file.Position = offset;
                file.Write(symbols, 0, symbols.Length);
            }
        }
    }

    private static byte[] Read(FileStream file, long offset, int count)
    {
        var bytes = new byte[count];
        file.Position = offset;
        for (var done = 0; done < count;)
        {
            var read = file.Read(bytes, done, count - done);
            if (read == 0) throw new EndOfStreamException(file.Name);
            done += read;
        }
        return bytes;
    }

    /// <summary>Sets VER_FLG_WEAK on that version's entry in .gnu.version_r (ELF64, little-endian).</summary>
    private void WeakenRequirement(string path)
    {
        var elf = File.ReadAllBytes(path);
        if (!Weaken(elf)) Log.LogError("{0} has no requirement {1} to weaken", path, Needed);
        File.WriteAllBytes(path, elf);
    }

    private static bool Weaken(byte[] elf)
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
