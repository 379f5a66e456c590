using System.Text;
using Bridge.Core;
using TestKit;
using Xunit;

namespace Bridge.Engine.Tests.Support;

/// <summary>An engine with the real small model, a labelled dataset, and shortcuts.</summary>
internal sealed class MiniEngine : IDisposable
{
    public const string Model = "mini";

    private MiniEngine(BridgeEngine engine) => Engine = engine;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(120);

    public static string Folder { get; } = RepositoryRoot.Combine("models", "all-minilm-l6-v2");

    public BridgeEngine Engine { get; }

    public static async Task<MiniEngine> StartAsync(EngineOptions? options = null)
    {
        var engine = new BridgeEngine(options ?? new EngineOptions { IntraOpThreads = 1 });
        await engine.Models.LoadAsync(new ModelLoadRequest { Path = Folder, Id = Model }).WaitAsync(Patience);
        return new MiniEngine(engine);
    }

    public Task<AdapterInfo> Adapter(string name, string config = "lora", ulong seed = 1) =>
        Engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = Model, Name = name, Config = Configuration.AdapterConfig.Parse(config), Seed = seed }).WaitAsync(Patience);

    public Task<HeadInfo> Head(string name) =>
        Engine.Heads.CreateAsync(Model, name, new HeadSpec { NumLabels = 2, Labels = ["bad", "good"] }, seed: 1).WaitAsync(Patience);

    /// <summary>Rows that a model can learn: good and bad words.</summary>
    public Task<DatasetInfo> Dataset(string id, int rows = 32)
    {
        string[] good = ["great", "lovely", "superb", "nice"], bad = ["awful", "terrible", "dull", "poor"];
        var text = new StringBuilder();
        for (var i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"text\": \"a {(i % 2 == 0 ? good : bad)[i / 2 % 4]} film number {i}\", \"label\": \"{(i % 2 == 0 ? "good" : "bad")}\"}}\n");
        return Engine.Datasets.CreateAsync(id, Encoding.UTF8.GetBytes(text.ToString())).WaitAsync(Patience);
    }

    public async Task<byte[]> Logits(string adapter)
    {
        var result = await Engine.Inference.ForwardAsync(new ForwardRequest { Model = Model, Texts = new TextRows(["a lovely film"], []), Setup = adapter }).WaitAsync(Patience);
        return result.Outputs["logits"].Data.ToArray();
    }

    /// <summary>The events of a job to its end.</summary>
    public async Task<IReadOnlyList<JobEvent>> Watch(string job, long after = 0)
    {
        using var source = new CancellationTokenSource(Patience);
        var events = new List<JobEvent>();
        await foreach (var item in Engine.Jobs.WatchAsync(Model, job, after, source.Token)) events.Add(item);
        return events;
    }

    /// <summary>Fails with the whole error where a job did not end as it should.</summary>
    public async Task<TrainingJobInfo> End(string job, TrainingJobState expected)
    {
        await Watch(job);
        var info = Engine.Jobs.Get(Model, job);
        Assert.True(info.State == expected, $"{info.State}: {info.Error?.InnerException ?? info.Error}");
        return info;
    }

    public static async Task<BridgeException> Refused(Func<Task> call, ErrorReason reason)
    {
        var error = await Assert.ThrowsAsync<BridgeException>(() => call().WaitAsync(Patience));
        Assert.Equal(reason, error.Reason);
        return error;
    }

    public void Dispose() => Engine.Dispose();
}
