using System.CommandLine;
using Bridge.Checkpoints;
using Bridge.Cli.Files;
using Bridge.Cli.Output;
using Bridge.Configuration;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary><c>setups</c>: folders of adapters, fusions and heads as one unit.</summary>
internal static class SetupsCommand
{
    private const string Model = "model";

    public static Command Build() => new("setups", "Save, check, describe and compare setups: folders of adapters, fusions and heads as one unit.") { BuildSave(), BuildCheck(), BuildDescribe(), BuildDiff() };

    private static Command BuildSave()
    {
        var model = CommonOptions.Model();
        var parts = new Option<string[]>("--part") { Description = "Folder of an adapter, fusion or head; may be given again. Fusions come after their adapters.", Required = true, AllowMultipleArgumentsPerToken = true };
        var setup = CommonOptions.Text("--setup", "How they act: Stack(a, Fuse(b, c)).");
        var heads = new Option<string[]>("--head") { Description = "The heads that follow; without it those of the adapters' names, where they exist.", AllowMultipleArgumentsPerToken = true };
        var save = CommonOptions.Text("--save", "Folder to write.");
        var json = CommonOptions.Json();
        var command = new Command("save", "Put adapters, fusions and heads together to a setup.") { model, parts, setup, heads, save, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var composition = Composition.Parse(parsed.GetValue(setup)!);
            using var engine = await Load(parsed.GetValue(model)!, cancellation);
            foreach (var part in (parsed.GetValue(parts) ?? []).OrderBy(p => AdapterFolder.Fusion.IsIn(p) ? 1 : 0)) await SetupLoader.LoadPartAsync(engine, Model, part, cancellation);
            var saved = await engine.Setups.SaveAsync(new SetupSaveRequest { Model = Model, Setup = composition, Heads = parsed.GetValue(heads) ?? [], Folder = parsed.GetValue(save)! }, cancellation);
            Tell(saved, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static Command BuildCheck()
    {
        var model = CommonOptions.Model();
        var folder = Folder("FOLDER");
        var json = CommonOptions.Json();
        var command = new Command("check", "Load all of a setup onto a model: fails where anything is missing or does not fit.") { model, folder, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var engine = await Load(parsed.GetValue(model)!, cancellation);
            var loaded = await engine.Setups.LoadAsync(new SetupLoadRequest { Model = Model, Folder = parsed.GetValue(folder)! }, cancellation);
            Tell(await engine.Setups.DescribeAsync(parsed.GetValue(folder)!, cancellation), parsed.GetValue(json));
            if (!parsed.GetValue(json)) Console.WriteLine($"whole: {loaded.Adapters.Count} adapters, {loaded.Fusions.Count} fusions, {loaded.Heads.Count} heads{(loaded.Unused.Count == 0 ? "" : $"; unused: {string.Join(", ", loaded.Unused)}")}");
            return 0;
        });
        return command;
    }

    private static Command BuildDescribe()
    {
        var folder = Folder("FOLDER");
        var json = CommonOptions.Json();
        var command = new Command("describe", "Tell what a setup holds, with digests, and what is missing. Needs no model.") { folder, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var engine = new BridgeEngine();
            Tell(await engine.Setups.DescribeAsync(parsed.GetValue(folder)!, cancellation), parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static Command BuildDiff()
    {
        var left = Folder("LEFT");
        var right = Folder("RIGHT");
        var json = CommonOptions.Json();
        var command = new Command("diff", "Tell in what two setups differ. Ends with 1 where they do.") { left, right, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var engine = new BridgeEngine();
            var found = await engine.Setups.DiffAsync(parsed.GetValue(left)!, parsed.GetValue(right)!, cancellation);
            Tell(found, parsed.GetValue(json));
            return found.Count == 0 ? 0 : ExitCodes.Failure;
        });
        return command;
    }

    private static Argument<string> Folder(string name) => new(name) { Description = "Folder with adapter_setup.json." };

    private static async Task<BridgeEngine> Load(string folder, CancellationToken cancellation)
    {
        var engine = new BridgeEngine();
        try
        {
            await engine.Models.LoadAsync(new ModelLoadRequest { Path = folder, Id = Model }, cancellation);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private static void Tell(SetupDescription setup, bool json)
    {
        if (!json)
        {
            var table = Tables.New("part", "name", "made of", "parameters", "digest", "");
            foreach (var p in setup.Parts)
                table.Row(p.Kind.ToString().ToLowerInvariant(), p.Name, p.Config, p.Missing ? "" : p.ParameterCount.ToString(System.Globalization.CultureInfo.InvariantCulture), p.Missing ? "" : p.Digest[..12], p.Missing ? "missing" : p.Active ? "" : "unused");
            table.Show();
            Console.WriteLine($"{setup.Setup?.Write() ?? "no adapters"}; heads {(setup.Heads.Count == 0 ? "none" : string.Join(", ", setup.Heads))}{(setup.Embedding is null ? "" : $"; token embeddings {setup.Embedding}")}{(setup.IsWhole ? "" : "; NOT WHOLE")}");
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("folder", setup.Folder);
            writer.WriteString("setup", setup.Setup?.Write());
            writer.WriteStartArray("heads");
            foreach (var head in setup.Heads) writer.WriteStringValue(head);
            writer.WriteEndArray();
            writer.WriteString("embedding", setup.Embedding);
            writer.WriteBoolean("whole", setup.IsWhole);
            writer.WriteStartArray("parts");
            foreach (var p in setup.Parts)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", p.Kind.ToString().ToLowerInvariant());
                writer.WriteString("name", p.Name);
                writer.WriteString("config", p.Config);
                writer.WriteNumber("parameter_count", p.ParameterCount);
                writer.WriteString("digest", p.Digest);
                writer.WriteBoolean("active", p.Active);
                writer.WriteBoolean("missing", p.Missing);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void Tell(IReadOnlyList<SetupDifference> found, bool json)
    {
        if (!json)
        {
            foreach (var d in found) Console.WriteLine($"{d.What}\n  - {Shown(d.Left)}\n  + {Shown(d.Right)}");
            if (found.Count == 0) Console.WriteLine("the same");
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartArray();
            foreach (var d in found)
            {
                writer.WriteStartObject();
                writer.WriteString("what", d.What);
                writer.WriteString("left", d.Left);
                writer.WriteString("right", d.Right);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
    }

    private static string Shown(string text) => text.Length == 0 ? "absent" : text;
}
