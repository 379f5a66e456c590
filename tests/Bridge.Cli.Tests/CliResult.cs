namespace Bridge.Cli.Tests;

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int Code, string Output, string Error);
