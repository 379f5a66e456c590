using AdapterBridge.Client;

namespace Conformance;

/// <summary>The .NET client of a service.</summary>
internal sealed class ClientRunner(string address) : IRunner
{
    private readonly BridgeClient _client = BridgeClient.Connect(address);
    private ModelReference? _model;

    public async Task<string?> PlayAsync(string step, string[] words)
    {
        try
        {
            return await RunAsync(step, words);
        }
        catch (AdapterBridgeException error)
        {
            return $"error\t{error.Reason}";
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> RunAsync(string step, string[] words)
    {
        switch (step)
        {
            case "model":
                _model = await _client.Models.LoadAsync(words[0], words[1]);
                break;
            case "adapter":
                await _model!.Adapters.CreateAsync(words[0], words[1], ulong.Parse(words[2]));
                break;
            case "head":
                await _model!.Heads.CreateAsync(words[0], words[1].Split(','), ulong.Parse(words[2]));
                break;
            case "ids":
                var ids = Tensor.Of<long>(words[6..].Select(long.Parse).ToArray(), long.Parse(words[4]), long.Parse(words[5]));
                return Answer(words, await _model!.ForwardAsync(new Dictionary<string, Tensor> { ["input_ids"] = ids }, SetupOf(words), [words[3]]));
            case "texts":
                return Answer(words, await _model!.ForwardAsync(new TextBatch(words[4..]), SetupOf(words), [words[3]]));
            case "classify":
                return $"{words[0]}\t{string.Join(',', (await _model!.ClassifyAsync(words[2..], words[1])).Select(c => c.Label))}";
            case "dataset":
                await _client.Datasets.CreateAsync(words[0], words[1], new DatasetSchema { Labels = ["negative", "positive"] });
                break;
            case "train":
                var options = new TrainingOptions { MaxSteps = long.Parse(words[2]), BatchSize = int.Parse(words[3]), LearningRate = double.Parse(words[4]) };
                await (await _model!.TrainAsync(new TrainingRequest { Adapters = [words[0]], Heads = [words[0]], Dataset = words[1], Options = options })).WaitAsync();
                break;
            case "save":
                await _model!.Adapters.SaveAsync(words[0], words[1], words[0]);
                break;
            case "load":
                await _model!.Adapters.LoadAsync(words[1], words[0]);
                break;
            case "merge":
                await _model!.Adapters.MergeAsync(words[0]);
                break;
            case "reset":
                await _model!.Adapters.ResetMergedAsync();
                break;
            case "delete":
                await _model!.Adapters.DeleteAsync(words[0]);
                break;
        }
        return null;
    }

    private static Setup? SetupOf(string[] words) =>
        words[1].Length == 0 && words[2].Length == 0 ? null : Setup.Of(words[1]).WithHeads([.. Lines.Names(words[2]).Select(n => (ResourceReference)n)]);

    private static string Answer(string[] words, ForwardResult result) => Lines.Of(words[0], result[words[3]].Data.Span);
}
