using TestKit;

namespace Bridge.Cli.Tests;

/// <summary>Folders that the tests read.</summary>
internal static class TestFolders
{
    public static string Tiny { get; } = RepositoryRoot.Combine("tests", "Goldens", "Data", "models", "bert");

    public static string MiniLm { get; } = RepositoryRoot.Combine("models", "all-minilm-l6-v2");

    public static string Case(string name) => RepositoryRoot.Combine("tests", "Goldens", "Data", "adapters", "bert", name);

    public static string Temporary() => Directory.CreateTempSubdirectory("bridge-cli").FullName;
}
