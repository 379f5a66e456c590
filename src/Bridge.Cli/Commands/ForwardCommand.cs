using System.CommandLine;
using System.Globalization;
using Bridge.Cli.Files;
using Bridge.Cli.Output;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary><c>forward</c>: one forward pass from file to file.</summary>
internal static class ForwardCommand
{
    private const string Model = "model";

    public static Command Build()
    {
        var model = CommonOptions.Model();
        var setup = CommonOptions.Optional("--setup", "Folder of a setup (adapter_setup.json) or of one adapter; without it the base model answers.");
        var inputs = CommonOptions.Optional("--inputs", "Safetensors file: input_ids, attention_mask, token_type_ids, position_ids or inputs_embeds, pixel_values, task_ids.");
        var images = CommonOptions.Images();
        var outputs = CommonOptions.Text("--outputs", "Safetensors file to write.");
        var want = new Option<string[]>("--want") { Description = "Outputs wanted: logits, last_hidden_state, pooler_output, hidden_states.", AllowMultipleArgumentsPerToken = true };
        var noHead = new Option<bool>("--no-head") { Description = "Run no head." };
        var own = new Option<bool>("--own-head") { Description = "Run the head that the model's checkpoint brings along." };
        var type = CommonOptions.Type();
        var json = CommonOptions.Json();
        var command = new Command("forward", "Run a model, with a setup of adapters or without, on the tensors of a file or on images.") { model, setup, inputs, images, outputs, want, noHead, own, type, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (file, pictures) = (parsed.GetValue(inputs), ImageFiles.Read(parsed.GetValue(images)));
            if (file is null && pictures is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "give --inputs or --images", ("allowed", "--inputs, --images"));
            var request = new ForwardRequest { Model = Model, Inputs = file is null ? new Dictionary<string, TensorValue>() : TensorFiles.Read(file), Images = pictures, WithoutHead = parsed.GetValue(noHead), Outputs = parsed.GetValue(want) ?? [] };
            using var engine = new BridgeEngine();
            await engine.Models.LoadAsync(new ModelLoadRequest { Path = parsed.GetValue(model)!, Id = Model, DataType = CommonOptions.TypeOf(parsed.GetValue(type)!) }, cancellation);
            request = parsed.GetValue(setup) is { } folder ? await SetupLoader.LoadAsync(engine, request, folder, cancellation) : request with { UseBase = true };
            if (parsed.GetValue(own)) request = request with { Heads = [(await engine.Heads.CreateAsync(Model, "default", new HeadSpec { Json = """{"head_type": "own"}""" }, cancellation: cancellation)).Name] };
            var result = await engine.Inference.ForwardAsync(request, cancellation);
            TensorFiles.Write(parsed.GetValue(outputs)!, result.Outputs);
            Tell(result, parsed.GetValue(outputs)!, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Tell(ForwardResult result, string file, bool json)
    {
        if (!json)
        {
            foreach (var (name, tensor) in result.Outputs) Console.WriteLine($"{name} {tensor.DataType} {tensor.Shape}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Who(result)}; {result.ComputeTime.TotalMilliseconds:F1} ms; written to {file}"));
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("outputs_file", file);
            writer.WriteStartArray("outputs");
            foreach (var (name, tensor) in result.Outputs)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteTensorType(tensor.DataType, tensor.Shape);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("adapters");
            foreach (var adapter in result.Adapters)
            {
                writer.WriteStartObject();
                writer.WriteString("name", adapter.Name);
                writer.WriteString("digest", adapter.Digest);
                writer.WriteNumber("site_count", adapter.SiteCount);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("heads");
            foreach (var head in result.Heads) writer.WriteStringValue(head);
            writer.WriteEndArray();
            writer.WriteNumber("compute_ms", Math.Round(result.ComputeTime.TotalMilliseconds, 3));
            writer.WriteEndObject();
        });
    }

    private static string Who(ForwardResult result)
    {
        var adapters = result.Adapters.Count == 0 ? "base model" : $"adapters {string.Join(", ", result.Adapters.Select(a => a.Name))}";
        return result.Heads.Count == 0 ? adapters : $"{adapters}, head {string.Join(", ", result.Heads)}";
    }
}
