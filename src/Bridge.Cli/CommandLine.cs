using System.CommandLine;
using Bridge.Cli.Commands;
using Bridge.Cli.Output;
using Bridge.Core;

namespace Bridge.Cli;

/// <summary>The program's verbs, and what happens when one fails.</summary>
internal static class CommandLine
{
    /// <summary>Runs the arguments; the process ends with the result.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = Build();
        var parsed = root.Parse(args);
        var json = args.Contains(CommonOptions.JsonName);
        if (parsed.Errors.Count > 0)
        {
            ErrorText.Write(parsed.Errors.Select(e => e.Message).ToList(), json);
            return ExitCodes.Usage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BridgeException e)
        {
            ErrorText.Write(e, json);
            return ExitCodes.Of(e.Code);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (IOException e)
        {
            ErrorText.Write([e.Message], json);
            return ExitCodes.Failure;
        }
        catch (UnauthorizedAccessException e)
        {
            ErrorText.Write([e.Message], json);
            return ExitCodes.Failure;
        }
    }

    private static RootCommand Build() => new("Train, compose, serve and exchange adapters for transformer models.")
    {
        ServeCommand.Build(), DoctorCommand.Build(), ForwardCommand.Build(), ClassifyCommand.Build(), AdapterCommand.Build(), TrainCommand.Build(), SetupsCommand.Build(), InspectCommand.Build(), MethodsCommand.Build(),
        DocsCommand.Build(), ResourcesCommand.Build(),
    };
}
