using Bridge.Adapters;
using Bridge.Adapters.Storage;
using Bridge.Checkpoints;
using Bridge.Configuration;
using Bridge.Core;
using Goldens.Comparing;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>Puts a case's adapters and heads on its model, from setup/ and state.safetensors, and holds their configurations to case.json.</summary>
internal static class SetupFolder
{
    public static void Load(CaseContext context, CaseSubject subject)
    {
        using var state = TensorFile.Read(context.Case.PathOf("state.safetensors"));
        // What the library itself could not load again it did not save whole; such a case brings the rest in state.safetensors.
        var lost = context.Case.Has("state") || context.Case.Text("reload") is not null;
        foreach (var (name, description) in context.Case.Object("adapters"))
        {
            var config = AdapterConfig.FromJson(description!["config"]);
            if (description["config_string"]?.GetValue<string>() is { } text) CheckConfig(context, $"config_string of {name}", AdapterConfig.Parse(text), config);
            var adapter = Create(context, subject, name, config, lost);
            Overlay(context, adapter, state);
        }
        // Fusions lie beside the adapters, each under its own name, which the setup's file may lack.
        if (Directory.Exists(context.Case.PathOf("setup")))
            foreach (var folder in Directory.EnumerateDirectories(context.Case.PathOf("setup")).Where(f => File.Exists(Path.Combine(f, "adapter_fusion_config.json"))))
                subject.Adapters.Fusions.Load(folder);
        foreach (var name in context.Case.Object("heads").Select(h => h.Key)) LoadHead(context, subject, name);
    }

    private static Adapter Create(CaseContext context, CaseSubject subject, string name, AdapterConfig config, bool lost)
    {
        var folder = context.Case.PathOf("setup", name);
        // Tensors that the library could not save lie in state.safetensors alone.
        if (!AdapterFolder.Adapter.IsIn(folder)) return subject.Adapters.Add(name, config, new RandomSource(0));
        var options = new AdapterLoadOptions { AllowPartial = lost };
        if (LostSettings.Of(context.Case, config) is { } ran) return LostSettings.Load(subject.Adapters, folder, name, ran, options);
        var adapter = subject.Adapters.Load(folder, name, options);
        CheckConfig(context, $"adapter_config.json of {name}", adapter.Config, config);
        return adapter;
    }

    // What the library did not save lies in state.safetensors; where it is all there, it is what ran.
    private static void Overlay(CaseContext context, Adapter adapter, TensorFile state)
    {
        using var noGrad = no_grad();
        var known = state.Tensors.ToDictionary(t => context.Base.Plain(t.Key), t => t.Value);
        if (adapter.LoadReport?.Missing.Where(m => !known.ContainsKey(m)).ToList() is { Count: > 0 } missing)
            throw new UnsupportedException($"a case that does not hold its own tensors ({string.Join(", ", missing)} are neither in setup/ nor in state.safetensors)");
        foreach (var (name, tensor) in known)
            if (adapter.Parameters.TryGetValue(name, out var parameter)) parameter.copy_(tensor);
    }

    private static void LoadHead(CaseContext context, CaseSubject subject, string name)
    {
        var folder = context.Case.PathOf("setup", name);
        if (!File.Exists(Path.Combine(folder, "head_config.json"))) throw new UnsupportedException($"a head that was not saved ({name})");
        subject.Heads.Load(folder, name);
    }

    private static void CheckConfig(CaseContext context, string what, AdapterConfig actual, AdapterConfig expected)
    {
        if (!actual.ToDocument().SameValues(expected.ToDocument())) context.Findings.Add(what, $"is {actual}, expected {expected}");
    }
}
