using System.CommandLine;
using System.Text;
using Bridge.Checkpoints;
using Bridge.Cli.Docs;

namespace Bridge.Cli.Commands;

/// <summary><c>docs</c>: writes the pages about methods that are made from the code.</summary>
internal static class DocsCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "Where to: methods/ is made below." };
        var command = new Command("docs", "Write the pages about adapter methods.") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder)!));
        return command;
    }

    private static int Run(string folder)
    {
        var methods = Directory.CreateDirectory(Path.Combine(folder, "methods")).FullName;
        foreach (var (name, text) in MethodPages.Make()) AtomicFile.Write(Path.Combine(methods, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        return 0;
    }
}
