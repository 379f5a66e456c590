using System.CommandLine;
using System.Globalization;
using Bridge.Cli.Files;
using Bridge.Cli.Output;
using Bridge.Core;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary><c>classify</c>: labels of texts or images.</summary>
internal static class ClassifyCommand
{
    private const string Model = "model";

    public static Command Build()
    {
        var model = CommonOptions.Model();
        var setup = CommonOptions.Text("--setup", "Folder of a setup (adapter_setup.json) or of one adapter, with a head that classifies.");
        var texts = new Option<string[]>("--texts") { Description = "Texts to classify.", AllowMultipleArgumentsPerToken = true };
        var images = CommonOptions.Images();
        var type = CommonOptions.Type();
        var json = CommonOptions.Json();
        var command = new Command("classify", "Tell the labels of texts or images.") { model, setup, texts, images, type, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            string[] given = parsed.GetValue(texts) ?? [], files = parsed.GetValue(images) ?? [];
            if (given.Length == 0 == (files.Length == 0)) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "give --texts or --images, one of them", ("allowed", "--texts, --images"));
            var rows = ImageFiles.Read(files);
            using var engine = new BridgeEngine();
            await engine.Models.LoadAsync(new ModelLoadRequest { Path = parsed.GetValue(model)!, Id = Model, DataType = CommonOptions.TypeOf(parsed.GetValue(type)!) }, cancellation);
            var loaded = await SetupLoader.LoadAsync(engine, new ForwardRequest { Model = Model }, parsed.GetValue(setup)!, cancellation);
            var result = await engine.Classifier.ClassifyAsync(new ClassifyRequest
            {
                Model = Model, Texts = rows is null ? new TextRows(given, []) : null, Images = rows, Setup = loaded.Setup, UseBase = loaded.UseBase, Embedding = loaded.Embedding, Heads = loaded.Heads,
            }, cancellation);
            Tell(result, rows is null ? given : files, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Tell(ClassifyResult result, string[] names, bool json)
    {
        if (!json)
        {
            var table = Tables.New("input", "label", "score");
            for (var i = 0; i < names.Length; i++) table.Row(names[i], result.Results[i].Label, Score(result.Results[i]));
            table.Show();
            return;
        }
        JsonText.Write(Console.Out, writer =>
        {
            writer.WriteStartArray();
            for (var i = 0; i < names.Length; i++)
            {
                writer.WriteStartObject();
                writer.WriteString("input", names[i]);
                writer.WriteString("label", result.Results[i].Label);
                writer.WriteStartObject("scores");
                for (var id = 0; id < result.Labels.Count; id++) writer.WriteNumber(result.Labels[id], result.Results[i].Scores[id]);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
    }

    // Of independent labels all are told; of a regression its value.
    private static string Score(Classification row) => row.LabelId >= 0
        ? row.Scores[row.LabelId].ToString("F4", CultureInfo.InvariantCulture)
        : string.Join(' ', row.Scores.Select(s => s.ToString("F4", CultureInfo.InvariantCulture)));
}
