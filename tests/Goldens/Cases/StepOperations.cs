using System.Text.Json.Nodes;
using Bridge.Adapters.Averaging;
using Bridge.Configuration;
using Bridge.Core;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>The operations that cases name, done with the engine.</summary>
internal static class StepOperations
{
    /// <summary>Does one. A composition that becomes active is not its business: cases say what is active afterwards.</summary>
    public static void Run(CaseSubject subject, string operation, JsonObject arguments)
    {
        var adapters = subject.Adapters;
        switch (operation)
        {
            case "average_adapter": AverageAdapter(subject, arguments); break;
            case "average_head": subject.Heads.Average(Text("head_name"), Texts(arguments["head_list"]!), Numbers(arguments["weights"]), Flag("normalize_weights", true)); break;
            case "delete_head": subject.Heads.Remove(Text("head_name")); break;
            case "active_head": break;
            case "share_parameters": adapters.Sharing.Share(Texts(arguments["adapter_names"]!), arguments["name"]?.GetValue<string>(), arguments["reference_adapter_name"]?.GetValue<string>()); break;
            case "unshare_parameters": adapters.Sharing.Unshare(arguments["name"]?.GetValue<string>() ?? string.Join(',', Texts(arguments["adapter_names"]!))); break;
            case "add_adapter": adapters.Add(Text("adapter_name"), AdapterConfig.Parse(Text("config")), new RandomSource(0)); break;
            case "delete_adapter": adapters.Remove(Text("adapter_name")); break;
            case "add_adapter_fusion": adapters.Fusions.Add(Texts(arguments["adapter_names"]!), FusionConfig.Parse(arguments["config"]?.GetValue<string>() ?? "dynamic"), new RandomSource(0), arguments["name"]?.GetValue<string>()); break;
            case "delete_adapter_fusion": adapters.Fusions.Remove(FusionName(arguments["adapter_names"]!)); break;
            case "eject_prefix_tuning": adapters.Eject(Text("name")); break;
            case "merge_adapter": adapters.Merge(Text("name")); break;
            case "reset_adapter": adapters.Reset(); break;
            case "set_active_adapters":
                adapters.Reset();
                foreach (var name in (CaseSetup.Read(arguments["adapter_setup"])?.Flatten() ?? [])) _ = adapters[name];
                break;
            default: throw new UnsupportedException($"operation {operation}");
        }

        string Text(string key) => arguments[key]!.GetValue<string>();
        bool Flag(string key, bool otherwise) => arguments[key]?.GetValue<bool>() ?? otherwise;
    }

    /// <summary>
    /// Does one that came before the case was saved. Of adapters that share, each saved one holds a copy of the shared tensors; the one that they were taken from may not be
    /// among the saved.
    /// </summary>
    public static void Prepare(CaseSubject subject, string operation, JsonObject arguments)
    {
        if (operation == "share_parameters")
        {
            var names = Texts(arguments["adapter_names"]!);
            arguments = arguments.DeepClone().AsObject();
            arguments["reference_adapter_name"] = names.First(n => subject.Adapters[n].LoadReport is not null);
        }
        Run(subject, operation, arguments);
    }

    private static void AverageAdapter(CaseSubject subject, JsonObject arguments)
    {
        var name = arguments["adapter_name"]!.GetValue<string>();
        var named = arguments["adapter_list"] as JsonObject;
        var list = named is null ? Texts(arguments["adapter_list"]!) : [.. named.Select(p => p.Key)];
        var weights = named is null ? Numbers(arguments["weights"]) : [.. named.Select(p => p.Value!.GetValue<double>())];
        var options = new AverageOptions
        {
            Strategy = (arguments["combine_strategy"]?.GetValue<string>() ?? "linear") switch
            {
                "linear" => AverageStrategy.Linear,
                "lora_linear_only_negate_b" => AverageStrategy.NegateB,
                "lora_delta_w_svd" => AverageStrategy.DeltaSvd,
                var other => throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"strategy \"{other}\" is not known", ("strategy", other)),
            },
            Normalize = arguments["normalize_weights"]?.GetValue<bool>() ?? true,
            Rank = arguments["svd_rank"]?.GetValue<int>(),
        };
        if (arguments["overwrite_ok"]?.GetValue<bool>() == true) subject.Adapters.Remove(name);
        subject.Adapters.Average(name, list, weights, options);
    }

    private static string FusionName(JsonNode names) => names switch
    {
        JsonValue text => text.GetValue<string>(),
        JsonArray list => string.Join(',', Texts(list)),
        _ => ((Fuse)CaseSetup.Read(names)!).Name,
    };

    private static IReadOnlyList<string> Texts(JsonNode list) => [.. list.AsArray().Select(n => n!.GetValue<string>())];

    private static IReadOnlyList<double>? Numbers(JsonNode? list) => list is null ? null : [.. list.AsArray().Select(n => n!.GetValue<double>())];
}
