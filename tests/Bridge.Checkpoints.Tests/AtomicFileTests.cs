namespace Bridge.Checkpoints.Tests;

public class AtomicFileTests
{
    [Fact]
    public void Write_NewFileInNewFolder_IsThereAndNothingElse()
    {
        using var folder = new TempFolder();
        AtomicFile.Write(folder["sub/a"], stream => stream.Write("hello"u8));
        Assert.Equal("hello", File.ReadAllText(folder["sub/a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder["sub"]));
    }

    [Fact]
    public void Write_ThatFails_LeavesTheOldFileAndNoTemporaryOne()
    {
        using var folder = new TempFolder();
        folder.Write("a", "old"u8.ToArray());
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Write_WhileOthersRead_IsNeverSeenHalf()
    {
        using var folder = new TempFolder();
        AtomicFile.Write(folder["a"], stream => stream.Write(new byte[50_000]));
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var bytes = File.ReadAllBytes(folder["a"]);
                if (bytes.Length != 50_000 || bytes.Distinct().Count() != 1) return false;
            }
            return true;
        });
        for (byte i = 0; i < 100; i++)
        {
            var content = new byte[50_000];
            Array.Fill(content, i);
            AtomicFile.Write(folder["a"], stream => stream.Write(content));
        }
        await stop.CancelAsync();
        Assert.True(await reader);
    }

    [Fact]
    public void Write_LinkAsTarget_ReplacesTheLink()
    {
        using var folder = new TempFolder();
        folder.Write("real", "old"u8.ToArray());
        File.CreateSymbolicLink(folder["link"], folder["real"]);
        AtomicFile.Write(folder["link"], stream => stream.Write("new"u8));
        Assert.Equal("old", File.ReadAllText(folder["real"]));
        Assert.Equal("new", File.ReadAllText(folder["link"]));
        Assert.Null(new FileInfo(folder["link"]).LinkTarget);
    }

    [Fact]
    public void Write_FullDisk_IsDiskFull()
    {
        if (!File.Exists("/dev/full")) return;
        using var folder = new TempFolder();
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        var error = Assert.Throws<BridgeException>(() => AtomicFile.Write(folder["a"], _ => full.Write(new byte[10])));
        Assert.Equal((ErrorCode.ResourceExhausted, ErrorReason.DiskFull), (error.Code, error.Reason));
        Assert.Equal(folder["a"], error.Metadata["file"]);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_WhereAFileIsTheFolder_IsATypedError()
    {
        using var folder = new TempFolder();
        folder.Write("file", [1]);
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => AtomicFile.Write(folder["file/a"], _ => { })).Reason);
        Directory.CreateDirectory(folder["folder"]);
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => AtomicFile.Write(folder["folder"], _ => { })).Reason);
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }
}
