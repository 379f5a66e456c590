using Xunit;

namespace Bridge.Core.Tests;

/// <summary>Names in order; readers see one moment each while a writer goes on.</summary>
public sealed class PartDictionaryTests
{
    [Fact]
    public void Parts_KeepTheirOrder_AndPlaceWhenReplaced()
    {
        var parts = new PartDictionary<string> { ["b"] = "1", ["a"] = "2", ["c"] = "3" };
        parts["a"] = "4";
        Assert.Equal(["b", "a", "c"], parts.Keys);
        Assert.Equal(["1", "4", "3"], parts.Values);
        Assert.True(parts.Remove("b", out var gone));
        Assert.Equal("1", gone);
        Assert.False(parts.Remove("b"));
        Assert.Equal(["a", "c"], parts.Select(p => p.Key));
        parts.Clear();
        Assert.Empty(parts);
    }

    [Fact]
    public async Task Reading_WhileAnotherWrites_SeesWholeMoments()
    {
        var parts = new PartDictionary<string> { ["stays"] = "here" };
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal("here", parts["stays"]);
                Assert.True(parts.Values.Count is 1 or 2);
                Assert.Equal("stays", parts.First().Key);
            }
        })).ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            parts[$"n{i}"] = "x";
            parts.Remove($"n{i}");
        }
        await done.CancelAsync();
        await Task.WhenAll(readers);
    }
}
