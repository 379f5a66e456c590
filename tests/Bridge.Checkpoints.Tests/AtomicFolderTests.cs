namespace Bridge.Checkpoints.Tests;

public class AtomicFolderTests
{
    [Fact]
    public void Write_NewFolder_IsThereAndNothingElse()
    {
        using var folder = new TempFolder();
        AtomicFolder.Write(folder["x/y"] + "/", fresh => File.WriteAllText(Path.Combine(fresh, "a"), "1"));
        Assert.Equal("1", File.ReadAllText(folder["x/y/a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder["x"]));
    }

    [Fact]
    public void Write_OverAnOldFolder_KeepsTheUsersFilesAndDropsTheReplacedOnes()
    {
        using var folder = new TempFolder();
        folder.Write("x/README.md", "mine"u8.ToArray());
        folder.Write("x/a", "old"u8.ToArray());
        folder.Write("x/a.other", "stale"u8.ToArray());
        folder.Write("x/sub/keep", "mine"u8.ToArray());
        folder.Write("x/sub/b", "old"u8.ToArray());
        folder.Write("x/photos/1", "mine"u8.ToArray());
        AtomicFolder.Write(
            folder["x"],
            fresh =>
            {
                File.WriteAllText(Path.Combine(fresh, "a"), "new");
                Directory.CreateDirectory(Path.Combine(fresh, "sub"));
                File.WriteAllText(Path.Combine(fresh, "sub", "b"), "new");
            },
            path => path == "a.other");
        var files = Directory.GetFiles(folder["x"], "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder["x"], file), File.ReadAllText);
        Assert.Equal(
            new SortedDictionary<string, string> { ["README.md"] = "mine", ["a"] = "new", ["photos/1"] = "mine", ["sub/b"] = "new", ["sub/keep"] = "mine" },
            new SortedDictionary<string, string>(files));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_OverAFolderOwnedAsAWhole_LeavesNothingOfIt()
    {
        using var folder = new TempFolder();
        folder.Write("x/a", "old"u8.ToArray());
        folder.Write("x/sub/b", "old"u8.ToArray());
        folder.Write("x/gone/c/d", "old"u8.ToArray());
        folder.Write("elsewhere/e", "theirs"u8.ToArray());
        Directory.CreateSymbolicLink(folder["x/gone/link"], folder["elsewhere"]);
        Directory.CreateSymbolicLink(folder["x/link"], folder["elsewhere"]);
        AtomicFolder.Write(
            folder["x"],
            fresh =>
            {
                Directory.CreateDirectory(Path.Combine(fresh, "sub"));
                File.WriteAllText(Path.Combine(fresh, "new"), "1");
            },
            _ => true);
        Assert.Equal(["new", "sub"], Directory.GetFileSystemEntries(folder["x"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(folder["x/sub"]));
        Assert.Equal("theirs", File.ReadAllText(folder["elsewhere/e"]));
    }

    [Fact]
    public void Write_ThatFails_ChangesNothing()
    {
        using var folder = new TempFolder();
        folder.Write("x/a", "old"u8.ToArray());
        Assert.Throws<InvalidTimeZoneException>(() => AtomicFolder.Write(folder["x"], fresh =>
        {
            File.WriteAllText(Path.Combine(fresh, "a"), "new");
            throw new InvalidTimeZoneException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["x/a"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        Assert.Single(Directory.GetFileSystemEntries(folder["x"]));
    }

    [Fact]
    public void Write_OldFolderWithALinkToAnother_DoesNotReachThroughIt()
    {
        using var folder = new TempFolder();
        folder.Write("elsewhere/a", "theirs"u8.ToArray());
        folder.Write("x/a", "old"u8.ToArray());
        Directory.CreateSymbolicLink(folder["x/sub"], folder["elsewhere"]);
        AtomicFolder.Write(
            folder["x"],
            fresh =>
            {
                Directory.CreateDirectory(Path.Combine(fresh, "sub"));
                File.WriteAllText(Path.Combine(fresh, "sub", "a"), "new");
            },
            _ => true);
        Assert.Equal("theirs", File.ReadAllText(folder["elsewhere/a"]));
        Assert.Equal("new", File.ReadAllText(folder["x/sub/a"]));
    }

    [Fact]
    public async Task Write_WhileOthersRead_IsAlwaysOneOfTheTwo()
    {
        using var folder = new TempFolder();
        static void Fill(string path, int number)
        {
            File.WriteAllText(Path.Combine(path, "a"), $"{number}");
            File.WriteAllText(Path.Combine(path, "b"), $"{number}");
        }
        AtomicFolder.Write(folder["x"], fresh => Fill(fresh, 0));
        using var stop = new CancellationTokenSource();
        var absent = Task.Run(() =>
        {
            var count = 0;
            while (!stop.IsCancellationRequested)
                if (!Directory.Exists(folder["x"])) count++;
            return count;
        });
        for (var i = 1; i < 50; i++) AtomicFolder.Write(folder["x"], fresh => Fill(fresh, i));
        await stop.CancelAsync();
        var timesAbsent = await absent;
        if (OperatingSystem.IsLinux()) Assert.Equal(0, timesAbsent);
        Assert.Equal("49", File.ReadAllText(folder["x/b"]));
    }
}
