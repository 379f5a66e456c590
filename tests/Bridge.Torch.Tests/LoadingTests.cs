using Bridge.Core;
using Bridge.Torch.Loading;
using Xunit;

namespace Bridge.Torch.Tests;

public class LoadingTests
{
    [Fact]
    public void Load_Twice_KeepsOneReport()
    {
        TorchRuntime.Load();
        var first = TorchRuntime.Report;
        TorchRuntime.Load(new TorchOptions { Threads = 77 });
        Assert.Same(first, TorchRuntime.Report);
        Assert.StartsWith("2.10.", first.Version, StringComparison.Ordinal);
        Assert.Contains("cpu", first.Devices);
        Assert.All(first.Libraries, library => Assert.True(library.Loaded, library.Error));
        Assert.All(first.Libraries, library => Assert.True(library.ByteSize > 0));
        Assert.Equal(first.Threads, TorchSharp.torch.get_num_threads());
    }

    [Fact]
    public void Load_FromManyThreads_LoadsOnce()
    {
        var reports = new TorchReport[16];
        Parallel.For(0, reports.Length, i => reports[i] = TorchRuntime.Report);
        Assert.Single(reports.Distinct());
    }

    [Fact]
    public void Find_EmptyFolder_NamesFileFolderAndFix()
    {
        var folder = Directory.CreateTempSubdirectory("bridge-torch-");
        var error = Assert.Throws<BridgeException>(() => TorchFolder.Find(new TorchOptions { Folder = folder.FullName }));
        folder.Delete();
        Assert.Equal(ErrorReason.RuntimeNotFound, error.Reason);
        Assert.Equal("libLibTorchSharp.so", error.Metadata["file"]);
        Assert.Equal(folder.FullName, error.Metadata["folder"]);
        Assert.Contains("./bridge setup", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libtorch_cpu.so.1.13", false, true)]
    [InlineData("libtorch_cpu.so.1.13", true, false)]
    [InlineData("libtorch_cpu.so", false, false)]
    public void RequireSeparate_AnotherLibtorch_IsRefusedWhereItIsGlobalOrOfTheSameName(string name, bool global, bool accepted)
    {
        var folder = TorchFolder.Find(new TorchOptions());
        string[] maps = [$"7f00-7f01 r-xp 0 0:1 1 {folder.PathOf("libtorch_cpu.so")}", $"7f02-7f03 r-xp 0 0:1 2 /elsewhere/{name}"];
        folder.RequireSeparate(maps[..1], global);
        var error = Record.Exception(() => folder.RequireSeparate(maps, global)) as BridgeException;
        Assert.Equal(accepted, error is null);
        if (error is null) return;
        Assert.Equal(ErrorReason.RuntimeNotFound, error.Reason);
        Assert.Equal("/elsewhere/" + name, error.Metadata["file"]);
    }

    [Fact]
    public void Staged_Libraries_HaveNoUniqueSymbols()
    {
        var folder = TorchFolder.Find(new TorchOptions());
        Assert.False(ElfSymbols.HasUnique(folder.PathOf("libtorch_cpu.so")));
        Assert.False(ElfSymbols.HasUnique(folder.PathOf("libc10.so")));
        var host = File.ReadLines("/proc/self/maps").Select(line => line[Math.Max(0, line.IndexOf('/', StringComparison.Ordinal))..])
            .First(file => Path.GetFileName(file).StartsWith("libstdc++.so", StringComparison.Ordinal));
        Assert.True(ElfSymbols.HasUnique(host));
    }

    [Fact]
    public void Device_Absent_SaysWhatThereIs()
    {
        var error = Assert.Throws<BridgeException>(() => TorchRuntime.Device("cuda:7"));
        Assert.Equal(ErrorReason.DeviceNotAvailable, error.Reason);
        Assert.Equal("cuda:7", error.Metadata["device"]);
        Assert.Contains("cpu", error.Metadata["available"], StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TwoThreadsACore_CountsCores()
    {
        string[] lines =
        [
            "vendor_id\t: AuthenticAMD", "flags\t\t: fpu avx2 avx512f avx512bw", "physical id\t: 0", "core id\t\t: 0", "vendor_id\t: AuthenticAMD", "physical id\t: 0", "core id\t\t: 1",
            "physical id\t: 0", "core id\t\t: 0", "physical id\t: 0", "core id\t\t: 1",
        ];
        Assert.Equal(new Processor("AuthenticAMD", 2, true), Processor.Parse(lines, 4));
        Assert.Equal(1, Processor.Parse(lines, 1).PhysicalCores);
        Assert.Equal(new Processor("unknown", 3, false), Processor.Parse([], 3));
    }
}
