using System.Globalization;
using System.Reflection;
using Bridge.Core;
using Bridge.Engine.Diagnostics;
using Bridge.Torch;

namespace Bridge.Engine;

/// <summary>Examines what the engine stands on.</summary>
public static class Doctor
{
    private const long ScarceMemory = 1L << 30;
    private const long ScarceDisk = 1L << 30;

    /// <summary>Loads libtorch and looks around. Never fails: what is missing is in the report.</summary>
    /// <param name="measure">Whether to measure matrix products, which takes about two seconds.</param>
    public static DoctorReport Examine(bool measure = true)
    {
        var report = new DoctorReport
        {
            Version = typeof(Doctor).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0",
            FreeMemoryBytes = FreeMemory(),
            FreeDiskBytes = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace,
        };
        try
        {
            report = WithTorch(report, measure);
            return report with { Fix = WhatToFix(report) };
        }
        catch (BridgeException e)
        {
            var (file, folder) = (e.Metadata.GetValueOrDefault("file", "libtorch"), e.Metadata.GetValueOrDefault("folder", ""));
            return report with { Libraries = [new NativeLibraryInfo(file, folder, null, 0, false, e.Message)], Fix = e.Message };
        }
    }

    private static DoctorReport WithTorch(DoctorReport report, bool measure)
    {
        var torch = TorchRuntime.Report;
        return report with
        {
            Folder = torch.Folder,
            FolderSource = torch.FolderSource,
            Flavor = torch.Flavor,
            TorchVersion = torch.Version,
            Libraries = [.. torch.Libraries.Select(l => new NativeLibraryInfo(l.Name, l.Path, l.Version, l.ByteSize, l.Loaded, l.Error)), .. PackagedLibrary.FindAll()],
            Devices = torch.Devices,
            Threads = torch.Threads,
            ThreadsSource = torch.ThreadsSource,
            MatrixProducts = $"{(torch.MklDispatch ? "MKL's fast path is forced" : "MKL decides for itself")}: {torch.MklDispatchReason}; fp32 linear maps are {(torch.MklLinear ? "MKL's (AVX-512)" : "oneDNN's")}",
            Allocator = torch.Allocator.ToString().ToLowerInvariant(),
            LoadTime = torch.LoadTime,
            Speeds = measure ? MatrixMeasurement.Run() : [],
        };
    }

    private static string? WhatToFix(DoctorReport report)
    {
        if (report.Libraries.FirstOrDefault(l => l.Error is not null) is { } broken) return $"{broken.Name}: {broken.Error}";
        if (report.FreeMemoryBytes < ScarceMemory) return string.Create(CultureInfo.InvariantCulture, $"only {report.FreeMemoryBytes >> 20} MiB of memory are free; training a small model takes about 1 GiB");
        if (report.FreeDiskBytes < ScarceDisk) return string.Create(CultureInfo.InvariantCulture, $"only {report.FreeDiskBytes >> 20} MiB are free on the disk of {Path.GetTempPath()}");
        return null;
    }

    private static long FreeMemory()
    {
        const string Key = "MemAvailable:";
        if (!File.Exists("/proc/meminfo")) return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
    }
}
