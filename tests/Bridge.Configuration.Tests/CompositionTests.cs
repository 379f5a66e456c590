using Bridge.Core;
using Xunit;

namespace Bridge.Configuration.Tests;

public class CompositionTests
{
    [Theory]
    [InlineData("Stack(a, Stack(b, c))", "Stack[1].Stack")]
    [InlineData("Stack(a, Fuse(b, Parallel(c, d)))", "Stack[1].Fuse[1].Parallel")]
    [InlineData("Parallel(a, Stack(b, Fuse(c, d)))", "Parallel[1].Stack[1].Fuse")]
    [InlineData("Stack()", "Stack")]
    [InlineData("Stack(Split(a, b, splits=[1]))", "Stack[0].Split")]
    public void Validate_OfAnIllegalTree_NamesTheNode(string text, string node)
    {
        var error = Assert.Throws<BridgeException>(() => CompositionRules.Validate(Composition.Parse(text)));
        Assert.Equal((ErrorReason.CompositionInvalid, node), (error.Reason, error.Metadata["node"]));
    }

    [Theory]
    [InlineData("Stack(a, b", 10)]
    [InlineData("Stack(a,, b)", 8)]
    [InlineData("Stack(a) b", 9)]
    [InlineData("", 0)]
    [InlineData("Split(splits=[1], a)", 18)]
    public void Parse_OfTextThatIsNoTree_NamesThePlace(string text, int position)
    {
        var error = Assert.Throws<BridgeException>(() => Composition.Parse(text));
        Assert.Equal((ErrorReason.CompositionInvalid, $"{position}"), (error.Reason, error.Metadata["position"]));
    }

    [Fact]
    public void Parse_OfAnUnknownBlock_NamesTheNearest() => Assert.Equal("Parallel", Assert.Throws<BridgeException>(() => Composition.Parse("Paralel(a, b)")).Metadata["nearest"]);

    [Fact]
    public void Parse_OfTheLibrarysText_ReadsBrackets()
    {
        var tree = Composition.Parse("Stack[a, Fuse[b, Stack[c, d]]]");
        Assert.Equal(new Stack(["a", new Fuse(["b", new Stack(["c", "d"])])]), tree);
        Assert.Equal("Stack[a, Fuse[b, Stack[c, d]]]", tree.ToLibraryText());
        Assert.Equal(["a", "b", "c", "d"], tree.Flatten());
        Assert.Equal(("a", "d", 1), (tree.First(), tree.Last(), tree.ParallelChannels));
        Assert.Equal("b,d", ((Fuse)tree.Children[1]).Name);
    }

    [Fact]
    public void ToJson_OfWhatTheLibraryForgets_KeepsIt()
    {
        Composition tree = new Stack([new Fuse(["a", "b"], "f"), Average.Of(["c", "d"], [0.5, 1.5], normalizeWeights: false)]);
        Assert.Equal(tree, Composition.FromJson(tree.ToJson()));
        Assert.DoesNotContain("name", ConfigJson.Write(tree.ToLibraryDictionary()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfASavedSetup_KeepsTheWeightsInUse()
    {
        const string text = """{"adapter_setup": {"type": "Average", "children": [{"type": "single", "children": ["a"]}, {"type": "single", "children": ["b"]}], "kwargs": {"weights": [0.5, 1.5]}}, "head_setup": ["h"], "version": "adapters.1.3.0"}""";
        var setup = SetupFile.Read(text);
        Assert.Equal(new Average(["a", "b"], [0.5, 1.5]), setup.Setup);
        Assert.Equal(new HeadSetup(["h"], IsList: true), setup.Heads);
        Assert.Equal(setup, SetupFile.Read(setup.Write()));
        // As the library's from_dict: weights that a caller gives are divided by their sum.
        Assert.Equal(new Average(["a", "b"], [0.25, 0.75]), Composition.FromDictionary(((ConfigMap)ConfigJson.Parse(text))["adapter_setup"]!));
    }
}
