using TestKit;

namespace Bridge.Architecture.Tests;

/// <summary>
/// What each assembly shows to the others, as text under Surface/. A change to it is a decision: run the tests once with BRIDGE_UPDATE_SURFACE=1 and review the difference.
/// </summary>
public sealed class SurfaceTests
{
    public static TheoryData<string> Projects => DependencyTests.Projects;

    [Theory, MemberData(nameof(Projects))]
    public void Assembly_PublicSurface_IsAsRecorded(string project)
    {
        var file = RepositoryRoot.Combine("tests", "Bridge.Architecture.Tests", "Surface", $"{project}.txt");
        var surface = Surface.Of(Assemblies.Load(project)).ToList();
        if (Environment.GetEnvironmentVariable("BRIDGE_UPDATE_SURFACE") == "1") File.WriteAllLines(file, surface);
        var recorded = File.Exists(file) ? File.ReadAllLines(file) : [];
        SourceTree.AssertNone(surface.Except(recorded).Select(l => $"+ {l}").Concat(recorded.Except(surface).Select(l => $"- {l}")),
            $"the public surface of {project} changed; if that is meant, run with BRIDGE_UPDATE_SURFACE=1 and review");
    }
}
