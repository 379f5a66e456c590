using System.CommandLine;
using System.Text;
using Bridge.Checkpoints;
using Bridge.Cli.Docs;

namespace Bridge.Cli.Commands;

/// <summary><c>docs</c>: writes the pages about methods and architectures that are made from the code.</summary>
internal static class DocsCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "Where to: methods/ and architectures.md are made below." };
        var command = new Command("docs", "Write the pages about adapter methods and architectures.") { folder };
        command.SetAction(parsed => Run(parsed.GetValue(folder)!));
        return command;
    }

    private static int Run(string folder)
    {
        var methods = Directory.CreateDirectory(Path.Combine(folder, "methods")).FullName;
        foreach (var (name, text) in MethodPages.Make()) Write(Path.Combine(methods, name), text);
        Write(Path.Combine(folder, ArchitecturePage.FileName), ArchitecturePage.Make());
        return 0;
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
