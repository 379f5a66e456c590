using System.Text.Json.Nodes;
using Bridge.Adapters;
using Bridge.Adapters.Storage;
using Bridge.Configuration;
using Bridge.Models.Heads;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>An adapter folder that the library loaded: what it took, left and made of it.</summary>
internal sealed class LoadCase : ICaseKind
{
    private static readonly string[] Known = ["load_as", "set_active", "with_head", "leave_out", "id2label"];

    private const string Loaded = "loaded.";

    public bool Fits(GoldenCase golden) => golden.Has("load");

    public void Run(CaseContext context)
    {
        var load = context.Case.Object("load");
        var method = load["method"]?.GetValue<string>();
        if (method != "load_adapter") throw new UnsupportedException($"loading with {method}");
        var arguments = load["arguments"]!.AsObject();
        if (arguments.FirstOrDefault(a => !Known.Contains(a.Key)).Key is { } unknown) throw new UnsupportedException($"loading with {unknown}");
        var folder = context.Case.PathOf(load["folder"]!.GetValue<string>());
        if (context.Case.Has("error"))
        {
            RefusedLoad.Run(context, folder, LeaveOut(arguments));
            return;
        }
        // Asked for a pickle, the library passes over safetensors beside it; the engine always prefers those.
        using var pickled = load["use_safetensors"]?.GetValue<bool>() == false ? PickledCopy.Of(folder) : null;
        if (pickled is not null) folder = pickled.Folder;
        using var subject = new CaseSubject(context);
        var name = arguments["load_as"]?.GetValue<string>();
        var adapter = Load(context, subject, folder, name, LeaveOut(arguments));
        if (subject.WithHeads && File.Exists(Path.Combine(folder, "head_config.json")) && arguments["with_head"]?.GetValue<bool>() != false) CompareHead(context, subject.Heads.Load(folder, adapter.Name, Labels(arguments)));
        CompareAdapter(context, adapter);
        subject.Activate([], context.Case.Text("active_head") is { } head ? [head] : []);
        using var noGrad = no_grad();
        using var outputs = subject.Forward();
        context.CompareOutputs("output.", outputs.Tensors, context.Case.Texts("outputs"));
    }

    // What a file lacks starts at random in the library; the case holds those numbers as `loaded.<parameter>`, whether the library listed them as missing or not.
    private static Adapter Load(CaseContext context, CaseSubject subject, string folder, string? name, IReadOnlyList<int> leaveOut)
    {
        var random = context.Expected.Tensors.Where(t => t.Key.StartsWith(Loaded, StringComparison.Ordinal)).ToDictionary(t => context.Base.Plain(t.Key[Loaded.Length..]), t => t.Value);
        var unexpected = Keys(context, "unexpected_keys").Select(context.Base.Plain).ToHashSet();
        var adapter = subject.Adapters.Load(folder, name, new AdapterLoadOptions { AllowPartial = random.Count + unexpected.Count > 0, Lenient = true, LeaveOut = leaveOut });
        foreach (var missing in adapter.LoadReport!.Missing.Where(m => !random.ContainsKey(m))) context.Findings.Add(missing, "is missing in the file, the reference found it");
        foreach (var extra in adapter.LoadReport.Unexpected.Where(m => !unexpected.Contains(m))) context.Findings.Add(extra, "is not expected in the file, the reference took it");
        using var noGrad = no_grad();
        // Names that the reference failed to translate it lists as missing, though the engine finds them.
        var lost = adapter.LoadReport.Missing.Concat(Keys(context, "missing_keys").Select(context.Base.Plain)).Distinct();
        foreach (var missing in lost)
            if (random.TryGetValue(missing, out var value) && adapter.Parameters.TryGetValue(missing, out var parameter)) parameter.copy_(value);
        return adapter;
    }

    private static void CompareAdapter(CaseContext context, Adapter adapter)
    {
        if (adapter.Name != context.Case.Text("loaded_as")) context.Findings.Add("name", $"is {adapter.Name}, expected {context.Case.Text("loaded_as")}");
        var expected = AdapterConfig.FromJson(context.Case.Object("configs")[adapter.Name], lenient: true);
        if (!adapter.Config.ToDocument().SameValues(expected.ToDocument())) context.Findings.Add("config", $"is {adapter.Config}, expected {expected}");
        foreach (var (name, tensor) in context.Expected.Tensors.Where(t => t.Key.StartsWith(Loaded, StringComparison.Ordinal)))
            if (adapter.Parameters.TryGetValue(context.Base.Plain(name[Loaded.Length..]), out var parameter)) context.Compare(name, parameter, context.Tolerances.Output);
    }

    private static List<int> LeaveOut(JsonObject arguments) => arguments["leave_out"] is JsonArray layers ? [.. layers.Select(l => l!.GetValue<int>())] : [];

    private static Dictionary<string, int>? Labels(JsonObject arguments) => arguments["id2label"] is JsonObject names
        ? names.ToDictionary(n => n.Value!.GetValue<string>(), n => int.Parse(n.Key, System.Globalization.CultureInfo.InvariantCulture)) : null;

    private static void CompareHead(CaseContext context, PredictionHead head)
    {
        var actual = HeadJson.Write(head.Config);
        if (context.Case.Object("head_configs")[head.Name] is JsonObject expected && !JsonNode.DeepEquals(actual, expected))
            context.Findings.Add("head_config", $"is {actual.ToJsonString()}, expected {expected.ToJsonString()}");
    }

    private static List<string> Keys(CaseContext context, string list) =>
        context.Case.Object("loading_info")[list] is JsonArray names ? [.. names.Select(n => n!.GetValue<string>())] : [];
}
