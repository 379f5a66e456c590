using System.Xml.Linq;
using TestKit;

namespace Bridge.Architecture.Tests;

public sealed class DependencyTests
{
    public static TheoryData<string> Projects => [.. SourceTree.Files("src", ".csproj").Concat(SourceTree.Files("native-exports", ".csproj")).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    [Fact]
    public void Projects_OfTheEngine_AllHaveARule() => Assert.Equal(DependencyRules.Allowed.Keys.Order(), Projects.Select(p => p.Data).Order());

    [Theory, MemberData(nameof(Projects))]
    public void ProjectFile_References_AreAllowed(string project)
    {
        var document = XDocument.Load(project == "Bridge.Native" ? RepositoryRoot.Combine("native-exports", "Bridge.Native.csproj") : RepositoryRoot.Combine("src", project, $"{project}.csproj"));
        var references = document.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
            .Concat(document.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value).Where(IsTorch));
        Assert.Empty(references.Except(DependencyRules.Allowed[project]));
    }

    // Project references pass on what they reference, so a project file alone proves nothing: the compiled assembly says what is used.
    [Theory, MemberData(nameof(Projects))]
    public void Assembly_References_AreAllowed(string project)
    {
        var used = Assemblies.References(project).Where(name => name.StartsWith("Bridge.", StringComparison.Ordinal) || IsTorch(name));
        Assert.Empty(used.Except(DependencyRules.Allowed[project]));
    }

    [Fact]
    public void Models_OfConfiguration_UsesCompositionsOnly()
    {
        string[] compositions = ["Composition", "Leaf", "Stack", "Fuse", "Split", "BatchSplit", "Parallel", "Average", "MultiTask", "ValueList`1"];
        Assert.Empty(Assemblies.TypesUsed("Bridge.Models", "Bridge.Configuration").Select(t => t.Name).Except(compositions));
    }

    [Fact]
    public void Adapters_OfModels_UsesNoPartAndNoArchitecture()
    {
        string[] closed = ["Bridge.Models.Parts", "Bridge.Models.Architectures", "Bridge.Models.Heads"];
        // The norm that follows a branch is part of that slot.
        Assert.DoesNotContain(Assemblies.TypesUsed("Bridge.Adapters", "Bridge.Models"), t => closed.Contains(t.Namespace) && t != ("Bridge.Models.Parts", "Norm"));
    }

    [Theory, InlineData("Bridge.Service"), InlineData("Bridge.Cli"), InlineData("Bridge.Api")]
    public void FrontDoors_Packages_HoldNoTorch(string project) => Assert.DoesNotContain(Assemblies.References(project), IsTorch);

    [Theory, InlineData("Bridge.Core"), InlineData("Bridge.Configuration"), InlineData("Bridge.Checkpoints"), InlineData("Bridge.Tokenization"), InlineData("Bridge.Images"), InlineData("Bridge.Torch"),
     InlineData("Bridge.Models"), InlineData("Bridge.Adapters"), InlineData("Bridge.Training"), InlineData("Bridge.Engine")]
    public void Engine_Assemblies_HoldNoProtobuf(string project) =>
        Assert.DoesNotContain(Assemblies.References(project), n => n.StartsWith("Google.", StringComparison.Ordinal) || n.StartsWith("Grpc.", StringComparison.Ordinal));

    private static bool IsTorch(string name) => name.StartsWith("TorchSharp", StringComparison.Ordinal);
}
