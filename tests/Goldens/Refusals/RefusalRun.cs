using System.Text.Json.Nodes;
using Bridge.Adapters;
using Bridge.Configuration;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Goldens.Running;

namespace Goldens.Refusals;

/// <summary>Does with the engine what the reference library refuses or fails at, and says what comes of it.</summary>
internal sealed class RefusalRun(RefusalEntry entry, BaseModel on) : IDisposable
{
    private readonly AdapterSet _adapters = new(on.Model);
    private readonly HeadSet _heads = new(on.Model);
    private readonly RefusalInputs _inputs = RefusalInputs.Of(on, RefusalArguments.FromLabels(entry.Name));
    private string _stage = "config";

    public RefusalOutcome Run()
    {
        using var scope = NewDisposeScope();
        try
        {
            return new RefusalOutcome(_stage, null, Fault());
        }
        catch (BridgeException refusal)
        {
            return new RefusalOutcome(_stage, refusal, Unclear(refusal));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new RefusalOutcome(_stage, null, $"{error.GetType().Name}: {error.Message.Split('\n')[0]}");
        }
    }

    public void Dispose()
    {
        _heads.Dispose();
        _adapters.Dispose();
    }

    // What is wrong although nothing was refused.
    private string? Fault()
    {
        _stage = "config";
        var setup = entry.Setup(_inputs.Rows);
        Build(setup);
        _stage = "compose";
        var hooks = _adapters.Compose(setup);
        _stage = "forward";
        using var outputs = Forward(hooks, setup, out var context);
        var states = outputs.LastHiddenState;
        if (!states.isfinite().all().ToBoolean()) return "states that are not finite";
        foreach (var head in Routed(setup))
        {
            var logits = head.Forward(outputs, context);
            if (!logits.isfinite().all().ToBoolean()) return $"head {head.Name}: logits that are not finite";
            if (_inputs.Labels is { } labels && !head.Loss(logits, labels).isfinite().ToBoolean()) return $"head {head.Name}: a loss that is not finite";
        }
        return Idle(states, setup);
    }

    private void Build(Composition setup)
    {
        var configs = entry.Adapters().ToList();
        _stage = "add";
        foreach (var (name, config) in configs) Disturb(_adapters.Add(name, config, new RandomSource(name[0])));
        _stage = "head";
        if (RefusalArguments.OwnHead(entry.Name)) _heads.AddOwn("a");
        foreach (var (name, type, arguments) in entry.Heads()) _heads.Add(name, Config(type, arguments), new RandomSource(1));
        _stage = "share";
        if (RefusalArguments.Shared(entry.Name) is var (names, reference)) _adapters.Sharing.Share(names, null, reference);
        _stage = "fusion";
        foreach (var fuse in Blocks(setup).OfType<Fuse>())
            _adapters.Fusions.Add([.. fuse.Children.Select(c => c.Last()!)], FusionConfig.Parse(entry.Document["fusion"]?.GetValue<string>() ?? "dynamic"), new RandomSource(2));
    }

    // Adapters start without effect; those that act must show it.
    private static void Disturb(Adapter adapter)
    {
        using var noGrad = no_grad();
        foreach (var parameter in adapter.Parameters.Values.Where(p => p.is_floating_point()))
        {
            using var noise = randn(parameter.shape, dtype: parameter.dtype, device: parameter.device, generator: new Generator(7, parameter.device));
            using var small = noise * 0.05;
            parameter.add_(small);
        }
        foreach (var name in adapter.Trained) adapter.Parameters[name].requires_grad_();
    }

    private ModelOutputs Forward(Bridge.Models.Slots.SlotHooks hooks, Composition setup, out ForwardContext context)
    {
        context = new ForwardContext { Hooks = hooks, TaskIds = RefusalArguments.TaskIds(entry.Name, setup) };
        if (!entry.Name.StartsWith("incremental", StringComparison.Ordinal)) return on.Model.Forward(_inputs.Model, context);
        using var cache = new KeyValueCache();
        context = context with { Cache = cache };
        var ids = _inputs.Model.DecoderInputIds!;
        using (on.Model.Forward(_inputs.Model with { DecoderInputIds = ids.narrow(1, 0, 3) }, context)) { }
        return on.Model.Forward(_inputs.Model with { DecoderInputIds = ids.narrow(1, 3, 1) }, context);
    }

    // The head that the call names, else those of the composition's adapters, which must all be there where one is.
    private List<PredictionHead> Routed(Composition setup)
    {
        if (_heads.All.Count == 0) return [];
        if (RefusalArguments.CalledHead(entry.Name) is { } called) return [_heads[called]];
        return [.. HeadSetup.For(setup)?.Heads.Select(h => _heads[h]) ?? []];
    }

    // An adapter whose tensors get no gradient does nothing in this composition.
    private string? Idle(Tensor states, Composition setup)
    {
        using var probe = randn(states.shape, dtype: states.dtype, device: states.device, generator: new Generator(3, states.device));
        var sum = (states * probe).sum();
        if (sum.requires_grad) sum.backward();
        foreach (var name in setup.Flatten().Distinct())
        {
            var adapter = _adapters[name];
            if (adapter.ParameterCount == 0) continue;
            var moved = adapter.Trained.Any(t => adapter.Parameters[t].grad is { } gradient && gradient.abs().max().ToDouble() > 0);
            if (!moved) return $"adapter {name} has no effect";
        }
        return null;
    }

    // Refused of the user's making, with facts that say where.
    private string? Unclear(BridgeException refusal)
    {
        if (refusal.Code is not (ErrorCode.InvalidArgument or ErrorCode.NotFound or ErrorCode.FailedPrecondition or ErrorCode.AlreadyExists)) return $"code {refusal.Code}: {refusal.Message}";
        if (refusal.Reason == ErrorReason.Unspecified) return $"no reason: {refusal.Message}";
        if (refusal.Metadata.Count == 0 && refusal.Violations.Count == 0) return $"says not where: {refusal.Message}";
        return _stage == "add" && _adapters.TryGet(entry.Adapters().Last().Name, out _) ? "left an adapter behind" : null;
    }

    private static HeadConfig Config(string type, JsonObject arguments)
    {
        arguments["head_type"] = type;
        return HeadJson.Read(arguments, type);
    }

    private static IEnumerable<Composition> Blocks(Composition node) => node.Children.SelectMany(Blocks).Append(node);
}
