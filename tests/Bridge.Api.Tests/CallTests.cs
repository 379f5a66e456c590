using Bridge.Core;
using Google.Protobuf.WellKnownTypes;
using Xunit;
using ErrorReason = Bridge.Core.ErrorReason;

namespace Bridge.Api.Tests;

public sealed class CallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Cache_SameIdTwice_RunsOnceAndBothGetTheAnswer()
    {
        var cache = new RequestCache(TimeSpan.FromMinutes(10), TimeProvider.System);
        var (id, runs) = (Guid.NewGuid().ToString(), 0);
        var gate = new TaskCompletionSource();
        async Task<StringValue> Work()
        {
            runs++;
            await gate.Task;
            return new StringValue { Value = "answer" };
        }
        var request = new StringValue { Value = "request" };
        var calls = new[] { cache.Run("M", id, request, Work), cache.Run("M", id, request, Work) };
        gate.SetResult();
        Assert.All(await Task.WhenAll(calls).WaitAsync(Patience), a => Assert.Equal("answer", a.Value));
        Assert.Equal(1, runs);
        var error = await Assert.ThrowsAsync<BridgeException>(async () => await cache.Run("M", id, new StringValue { Value = "other" }, Work));
        Assert.Equal(ErrorReason.RequestIdReused, error.Reason);
    }

    [Fact]
    public async Task Cache_AfterItsTimeOrAFailure_RunsAgain()
    {
        var time = new Clock();
        var cache = new RequestCache(TimeSpan.FromMinutes(10), time);
        var (id, runs) = (Guid.NewGuid().ToString(), 0);
        Task<StringValue> Work() => ++runs == 1 ? throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "no") : Task.FromResult(new StringValue());
        await Assert.ThrowsAsync<BridgeException>(() => cache.Run("M", id, new StringValue(), Work));
        await cache.Run("M", id, new StringValue(), Work);
        await cache.Run("M", id, new StringValue(), Work);
        Assert.Equal(2, runs);
        time.Now += TimeSpan.FromMinutes(11);
        await cache.Run("M", id, new StringValue(), Work);
        Assert.Equal(3, runs);
    }

    [Fact]
    public void Cache_IdThatIsNoUuid_IsRefused() =>
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => { _ = new RequestCache(TimeSpan.FromMinutes(1), TimeProvider.System).Run("M", "x", new StringValue(), () => Task.FromResult(new StringValue())); }).Reason);

    [Fact]
    public void Pages_OneAfterAnother_HoldEverythingOnce()
    {
        var start = DateTimeOffset.UnixEpoch;
        var all = Enumerable.Range(0, 120).Select(i => (Time: start.AddSeconds(i / 3), Name: $"n{i:000}")).ToArray();
        var (seen, token) = (new List<string>(), "");
        do
        {
            var (items, next) = Pages.Cut(all, i => i, 50, token, "things");
            seen.AddRange(items.Select(i => i.Name));
            token = next;
        }
        while (token.Length > 0);
        Assert.Equal(all.Select(i => i.Name), seen);
        Assert.Equal(50, Pages.Cut(all, i => i, 0, "", "things").Items.Count);
        Assert.Equal(120, Pages.Cut(all, i => i, 5000, "", "things").Items.Count);
    }

    [Fact]
    public void Pages_WrongSizeOrToken_AreRefused()
    {
        var all = Enumerable.Range(0, 3).Select(i => (DateTimeOffset.UnixEpoch, $"{i}")).ToArray();
        var token = Pages.Cut(all, i => i, 1, "", "things").Next;
        foreach (var call in new Action[] { () => Pages.Cut(all, i => i, -1, "", "things"), () => Pages.Cut(all, i => i, 1, "nonsense", "things"), () => Pages.Cut(all, i => i, 1, token, "others") })
            Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(call).Reason);
    }

    [Fact]
    public void Crc32C_OfTheCheckValue_IsTheStandards() => Assert.Equal(0xE3069283u, Checksum.Crc32C("123456789"u8));

    [Fact]
    public void Assembler_DamagedOrOversized_IsRefused()
    {
        static V1.TensorChunk Header(long size, params long[] shape) => new() { Header = new V1.TensorHeader { Name = "t", DataType = V1.DataType.Uint8, Shape = { shape }, ByteSize = size } };
        static V1.TensorChunk Data(params byte[] data) => new() { Data = Google.Protobuf.ByteString.CopyFrom(data) };
        var whole = new TensorAssembler(100);
        foreach (var chunk in new[] { Header(3, 3), Data(1, 2), Data(3), new V1.TensorChunk { Trailer = new V1.TensorTrailer { Crc32C = Checksum.Crc32C([1, 2, 3]) } } }) whole.Add(chunk);
        Assert.Equal([1, 2, 3], whole.Take()["t"].Data.ToArray());
        Assert.Equal(ErrorReason.ChecksumMismatch, Refused(Header(1, 1), Data(1), new V1.TensorChunk { Trailer = new V1.TensorTrailer { Crc32C = 5 } }));
        Assert.Equal(ErrorReason.TensorSize, Refused(Header(1, 1), Data(1, 2)));
        Assert.Equal(ErrorReason.TensorSize, Refused(Header(2, 2), Data(1), new V1.TensorChunk { Trailer = new V1.TensorTrailer() }));
        Assert.Equal(ErrorReason.TensorSize, Refused(Header(5, 2)));
        Assert.Equal(ErrorReason.TensorTooLarge, Refused(Header(1000, 1000)));
        Assert.Equal(ErrorReason.ArgumentInvalid, Refused(Data(1)));

        static ErrorReason Refused(params V1.TensorChunk[] chunks) => Assert.Throws<BridgeException>(() =>
        {
            var assembler = new TensorAssembler(100);
            foreach (var chunk in chunks) assembler.Add(chunk);
        }).Reason;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
