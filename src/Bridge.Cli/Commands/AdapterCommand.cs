using System.CommandLine;
using Bridge.Cli.Output;
using Bridge.Configuration;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary><c>adapter create</c>: a fresh adapter as an AdapterHub folder.</summary>
internal static class AdapterCommand
{
    private const string Model = "model";

    public static Command Build() => new("adapter", "Make adapters.") { BuildCreate() };

    private static Command BuildCreate()
    {
        var model = CommonOptions.Model();
        var name = CommonOptions.Text("--name", "The adapter's name.");
        var config = CommonOptions.Text("--config", "What it is: lora[r=8], seq_bn, lora|seq_bn, or JSON. `methods` lists them.");
        var seed = new Option<ulong?>("--seed") { Description = "Seed of its first values; without it one is drawn and told." };
        var save = CommonOptions.Text("--save", "Folder to write.");
        var plan = new Option<bool>("--plan") { Description = "Only tell what would be created." };
        save.Required = false;
        var json = CommonOptions.Json();
        var command = new Command("create", "Create an adapter with fresh values and save it.") { model, name, config, seed, save, plan, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(save) is null && !result.GetValue(plan)) result.AddError("Option '--save' is required (or '--plan').");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new AdapterCreateRequest { Model = Model, Name = parsed.GetValue(name)!, Config = AdapterConfig.Parse(parsed.GetValue(config)!), Seed = parsed.GetValue(seed) };
            using var engine = new BridgeEngine();
            await engine.Models.LoadAsync(new ModelLoadRequest { Path = parsed.GetValue(model)!, Id = Model }, cancellation);
            if (parsed.GetValue(plan)) Tell(await engine.Adapters.PlanAsync(request, cancellation), parsed.GetValue(json));
            else
            {
                var created = await engine.Adapters.CreateAsync(request, cancellation);
                await engine.Adapters.SaveAsync(Model, created.Name, parsed.GetValue(save)!, null, cancellation);
                Tell(created, parsed.GetValue(save)!, parsed.GetValue(json));
            }
            return 0;
        });
        return command;
    }

    private static void Tell(AdapterInfo adapter, string folder, bool json)
    {
        if (!json)
        {
            Console.WriteLine($"{adapter.Name}: {adapter.Config}, {adapter.ParameterCount} parameters in {adapter.SiteCount} places, seed {adapter.Seed}");
            Console.WriteLine($"digest {adapter.Digest}; written to {folder}");
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", adapter.Name);
            writer.WriteString("config", adapter.Config.Write());
            writer.WriteNumber("parameter_count", adapter.ParameterCount);
            writer.WriteNumber("trainable_count", adapter.TrainableCount);
            writer.WriteNumber("site_count", adapter.SiteCount);
            writer.WriteString("digest", adapter.Digest);
            if (adapter.Seed is { } seed) writer.WriteNumber("seed", seed);
            writer.WriteString("folder", folder);
            writer.WriteEndObject();
        });
    }

    private static void Tell(AdapterPlanInfo plan, bool json)
    {
        if (!json)
        {
            var table = Tables.New("tensor", "shape");
            foreach (var (name, shape) in plan.Parameters) table.Row(name, shape.ToString());
            table.Show();
            Console.WriteLine($"{plan.Name}: {plan.Config}, {plan.ParameterCount} parameters in {plan.Sites.Count} places");
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", plan.Name);
            writer.WriteString("config", plan.Config.Write());
            writer.WriteNumber("parameter_count", plan.ParameterCount);
            writer.WriteStartArray("sites");
            foreach (var site in plan.Sites) writer.WriteStringValue(site);
            writer.WriteEndArray();
            writer.WriteStartArray("parameters");
            foreach (var (name, shape) in plan.Parameters)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteStartArray("shape");
                foreach (var size in shape.Dimensions) writer.WriteNumberValue(size);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
