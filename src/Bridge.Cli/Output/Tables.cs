using Spectre.Console;

namespace Bridge.Cli.Output;

/// <summary>Tables as the verbs show them; plain text where the output is no terminal.</summary>
internal static class Tables
{
    public static Table New(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns) table.AddColumn(new TableColumn(Markup.Escape(column)));
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void Row(this Table table, params ReadOnlySpan<string> cells)
    {
        var escaped = new Markup[cells.Length];
        for (var i = 0; i < cells.Length; i++) escaped[i] = new Markup(Markup.Escape(cells[i]));
        table.AddRow(escaped);
    }

    public static void Show(this Table table)
    {
        // Made anew each time: the library's own would keep the first output that it saw.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        // Without a terminal there is no width to fit into; lines are then never broken.
        if (Console.IsOutputRedirected) console.Profile.Width = 4096;
        console.Write(table);
    }
}
