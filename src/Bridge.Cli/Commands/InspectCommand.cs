using System.CommandLine;
using Bridge.Cli.Inspecting;

namespace Bridge.Cli.Commands;

/// <summary><c>inspect</c>: what is in a file or folder.</summary>
internal static class InspectCommand
{
    public static Command Build()
    {
        var path = new Argument<string>("PATH") { Description = "A model, setup, adapter, fusion or head folder, or a file of tensors." };
        var json = CommonOptions.Json();
        var tensors = new Option<bool>("--tensors") { Description = "List every tensor." };
        var command = new Command("inspect", "Tell what is in a model, adapter, setup or file of tensors. Loads nothing.") { path, tensors, json };
        command.SetAction(parsed =>
        {
            var found = Inspector.Inspect(parsed.GetValue(path)!);
            if (parsed.GetValue(json)) InspectionText.WriteJson(found);
            else InspectionText.Show(found, parsed.GetValue(tensors) || found.Kind == "tensors");
            return 0;
        });
        return command;
    }
}
