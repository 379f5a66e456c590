using System.Runtime.InteropServices;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Engine;

namespace Conformance;

/// <summary>The engine itself: what all others are compared with.</summary>
internal sealed class EngineRunner : IRunner
{
    private readonly BridgeEngine _engine = new();
    private string _model = "";

    public async Task<string?> PlayAsync(string step, string[] words)
    {
        try
        {
            return await RunAsync(step, words);
        }
        catch (BridgeException error)
        {
            return $"error\t{error.Reason.WireName()}";
        }
    }

    public void Dispose() => _engine.Dispose();

    private async Task<string?> RunAsync(string step, string[] words)
    {
        switch (step)
        {
            case "model":
                _model = (await _engine.Models.LoadAsync(new ModelLoadRequest { Id = words[0], Path = words[1] })).Id;
                break;
            case "adapter":
                await _engine.Adapters.CreateAsync(new AdapterCreateRequest { Model = _model, Name = words[0], Config = AdapterConfig.Parse(words[1]), Seed = ulong.Parse(words[2]) });
                break;
            case "head":
                var labels = words[1].Split(',');
                await _engine.Heads.CreateAsync(_model, words[0], new HeadSpec { NumLabels = labels.Length, Labels = labels }, ulong.Parse(words[2]));
                break;
            case "ids" or "texts":
                return await ForwardAsync(step == "ids", words);
            case "classify":
                var found = await _engine.Classifier.ClassifyAsync(new ClassifyRequest { Model = _model, Setup = Composition.Parse(words[1]), Texts = new TextRows(words[2..], []) });
                return $"{words[0]}\t{string.Join(',', found.Results.Select(r => r.Label))}";
            case "dataset":
                await _engine.Datasets.LoadAsync(words[0], words[1], new DatasetSchema { LabelIds = new Dictionary<string, int> { ["negative"] = 0, ["positive"] = 1 } });
                break;
            case "train":
                await TrainAsync(words);
                break;
            case "save":
                await _engine.Adapters.SaveAsync(_model, words[0], words[1], words[0]);
                break;
            case "load":
                await _engine.Adapters.LoadAsync(new AdapterLoadRequest { Model = _model, Folder = words[1], Name = words[0], WithHead = true });
                break;
            case "merge":
                await _engine.Adapters.MergeAsync(_model, words[0]);
                break;
            case "reset":
                await _engine.Adapters.ResetMergedAsync(_model);
                break;
            case "delete":
                await _engine.Adapters.DeleteAsync(_model, words[0]);
                break;
        }
        return null;
    }

    private async Task<string> ForwardAsync(bool ids, string[] words)
    {
        var request = new ForwardRequest { Model = _model, Setup = words[1].Length == 0 ? null : Composition.Parse(words[1]), UseBase = words[1].Length == 0, Heads = Lines.Names(words[2]), Outputs = [words[3]] };
        if (ids)
        {
            var numbers = words[6..].Select(long.Parse).ToArray();
            var value = new TensorValue(DataType.Int64, new Shape([long.Parse(words[4]), long.Parse(words[5])]), MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
            request = request with { Inputs = new Dictionary<string, TensorValue> { ["input_ids"] = value } };
        }
        else
        {
            request = request with { Texts = new TextRows(words[4..], []) };
        }
        return Lines.Of(words[0], (await _engine.Inference.ForwardAsync(request)).Outputs[words[3]].Data.Span);
    }

    private async Task TrainAsync(string[] words)
    {
        var job = _engine.Jobs.Create(new TrainingJobRequest
        {
            Model = _model, Adapters = [words[0]], Heads = [words[0]], Dataset = words[1],
            Settings = new TrainingSettings { MaxSteps = long.Parse(words[2]), BatchSize = int.Parse(words[3]), LearningRate = double.Parse(words[4]) },
        });
        await foreach (var _ in _engine.Jobs.WatchAsync(_model, job.Id)) { }
        if (_engine.Jobs.Get(_model, job.Id).Error is { } error) throw error;
    }
}
