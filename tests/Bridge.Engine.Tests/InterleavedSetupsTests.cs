using System.Runtime.InteropServices;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine.Tests.Support;
using TestKit;
using Xunit;

namespace Bridge.Engine.Tests;

/// <summary>Callers with setups of their own on one model do not see each other.</summary>
public sealed class InterleavedSetupsTests
{
    private const string Model = "tiny";
    private const int Requests = 10_000;
    private const int Callers = 4;

    [Fact]
    public async Task Forward_TenThousandOfTwoCallers_EachGetsItsOwn()
    {
        using var folder = new TinyBert();
        using var engine = new BridgeEngine(new EngineOptions { IntraOpThreads = 1, InferenceThreads = 2, InferenceQueue = 64 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = folder.Folder, Id = Model });
        string[] configs = ["lora[r=4,init_weights='bert']", "seq_bn[reduction_factor=4]", "prefix_tuning[prefix_length=3]", "ia3"];
        for (var i = 0; i < configs.Length; i++)
            await engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = Model, Name = $"a{i}", Config = AdapterConfig.Parse(configs[i]), Seed = (ulong)i });
        await engine.Embeddings.CreateAsync(new EmbeddingCreateRequest { Model = Model, Name = "e", VocabularySize = 120, Seed = 9 });
        Composition?[] setups = ["a0", "a1", Composition.Parse("Stack(a1, a2)"), Composition.Parse("Average(a0, a3)"), Composition.Parse("Parallel(a0, a1)"), null];
        var requests = Enumerable.Range(0, 2 * setups.Length).Select(i => Request(setups[i % setups.Length], i < setups.Length ? null : "e", i % 3)).ToArray();
        var expected = new string[requests.Length];
        for (var i = 0; i < requests.Length; i++) expected[i] = await Bits(engine, requests[i]);
        Assert.Equal(requests.Length, expected.Distinct().Count());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            // Each caller goes round in another order, so any two setups meet.
            for (var i = 0; i < Requests / Callers; i++)
            {
                var which = (caller * 3 + i * (1 + 2 * (caller % 3))) % requests.Length;
                Assert.Equal(expected[which], await Bits(engine, requests[which]));
            }
        }))).WaitAsync(MiniEngine.Patience);
    }

    private static ForwardRequest Request(Composition? setup, string? embedding, int start)
    {
        var ids = Enumerable.Range(0, 10).Select(i => 3L + start + i * 7 % 100).ToArray();
        return new ForwardRequest
        {
            Model = Model,
            Inputs = new Dictionary<string, TensorValue> { ["input_ids"] = new(DataType.Int64, new Shape(2, 5), MemoryMarshal.AsBytes(ids.AsSpan()).ToArray()) },
            Setup = setup,
            UseBase = setup is null,
            Embedding = embedding,
            WithoutHead = true,
            Outputs = ["last_hidden_state"],
        };
    }

    private static async Task<string> Bits(BridgeEngine engine, ForwardRequest request) =>
        Convert.ToHexString((await engine.Inference.ForwardAsync(request)).Outputs["last_hidden_state"].Data.Span);
}
