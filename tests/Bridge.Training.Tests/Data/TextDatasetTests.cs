using Bridge.Core;
using Bridge.Training.Data;
using Xunit;

namespace Bridge.Training.Tests.Data;

public sealed class TextDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string text)
    {
        var path = Path.Combine(_folder, "rows.jsonl");
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public void FromJsonLines_NamesInOrderOfAppearance_NumbersThem()
    {
        var data = TextDataset.FromJsonLines(File("""
            {"text": "a", "label": "sad", "more": [1]}

            {"text": "b", "label": "glad"}
            {"text": "c", "label": "sad"}
            """));
        Assert.Equal("rows.jsonl", data.Name);
        Assert.Equal([("sad", 0), ("glad", 1)], data.LabelIds.Select(entry => (entry.Key, entry.Value)));
        Assert.Equal([0, 1, 0], data.Targets.Classes!);
        Assert.Equal(["a", "b", "c"], data.Rows.Select(row => row.Text));
    }

    [Fact]
    public void FromJsonLines_GivenMap_IsUsedForNamesAndIds()
    {
        var options = new TextDatasetOptions { LabelIds = new Dictionary<string, int> { ["yes"] = 1, ["no"] = 0 } };
        var data = TextDataset.FromJsonLines(File("""
            {"text": "a", "label": "yes"}
            {"text": "b", "label": 0}
            """), options);
        Assert.Equal([1, 0], data.Targets.Classes!);
        Assert.Equal(["no", "yes"], data.LabelIds.Keys);
    }

    [Fact]
    public void FromJsonLines_WholeNumbers_AreIds()
    {
        var data = TextDataset.FromJsonLines(File("{\"text\": \"a\", \"label\": 2}\n{\"text\": \"b\", \"label\": 0}"));
        Assert.Equal([2, 0], data.Targets.Classes!);
        Assert.Equal(["0", "1", "2"], data.LabelIds.Keys);
    }

    [Fact]
    public void FromJsonLines_Lists_AreSetsOfClasses()
    {
        var data = TextDataset.FromJsonLines(File("""
            {"text": "a", "label": ["x", "y"]}
            {"text": "b", "label": []}
            {"text": "c", "label": ["y", "y"]}
            """));
        Assert.Equal(LabelKind.Multiple, data.Targets.Kind);
        Assert.Equal([[0, 1], [], [1]], data.Targets.Sets!.Select(set => set.ToArray()));
    }

    [Fact]
    public void FromJsonLines_Fractions_AreScores()
    {
        var data = TextDataset.FromJsonLines(File("{\"text\": \"a\", \"label\": 0.5}\n{\"text\": \"b\", \"label\": -2}"));
        Assert.Equal(LabelKind.Score, data.Targets.Kind);
        Assert.Equal([0.5f, -2f], data.Targets.Scores!);
    }

    [Fact]
    public void FromJsonLines_Pairs_AreRead()
    {
        var data = TextDataset.FromJsonLines(File("{\"q\": \"a\", \"p\": \"b\", \"label\": 0}"), new TextDatasetOptions { TextField = "q", PairField = "p" });
        Assert.Equal(("a", "b"), (data.Rows[0].Text, data.Rows[0].Pair));
    }

    [Fact]
    public void FromJsonLines_ManyWrongRows_ReportsEachWithItsLine()
    {
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromJsonLines(File("""
            {"text": "fine", "label": "x"}
            {"txt": "a", "label": "x"}
            {"text": 5, "label": "x"}
            not json
            [1]
            {"text": "a"}
            {"text": "a", "label": {"b": 1}}
            {"text": "a", "label": 1}
            {"text": "a", "label": ["x"]}
            {"text": "\ud800", "label": "x"}
            """)));
        Assert.Equal(ErrorReason.DataInvalid, error.Reason);
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Equal("9", error.Metadata["violations"]);
        Assert.Equal(
            ["line[2].text", "line[3].text", "line[4]", "line[5]", "line[6].label", "line[7].label", "line[10]", "line[8].label", "line[9].label"],
            error.Violations.Select(violation => violation.Field));
        Assert.Contains("field \"text\" is missing; found \"txt\", \"label\"", error.Violations[0].Description, StringComparison.Ordinal);
        Assert.Contains("found 5", error.Violations[1].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJsonLines_MoreViolationsThanTheCap_CountsAll()
    {
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromJsonLines(
            File(string.Join('\n', Enumerable.Repeat("{}", 200))), new TextDatasetOptions { MaxViolations = 10 }));
        Assert.Equal(10, error.Violations.Count);
        Assert.Equal("400", error.Metadata["violations"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  \n")]
    public void FromJsonLines_NoRows_IsDataInvalid(string text)
    {
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromJsonLines(File(text)));
        Assert.Equal(ErrorReason.DataInvalid, error.Reason);
        Assert.Contains("no rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJsonLines_NoFile_IsFileNotFound() =>
        Assert.Equal(ErrorReason.FileNotFound, Assert.Throws<BridgeException>(() => TextDataset.FromJsonLines("/nowhere/rows.jsonl")).Reason);

    [Fact]
    public void FromJsonLines_BytesThatAreNotUtf8_IsDataInvalid()
    {
        var path = Path.Combine(_folder, "latin1.jsonl");
        System.IO.File.WriteAllBytes(path, [.. "{\"text\": \""u8, 0xE9, .. "\", \"label\": 0}"u8]);
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromJsonLines(path));
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromRows_NotANumber_IsDataInvalid()
    {
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromRows(
            [new TextRow("a", null, Label.OfScore(1.5)), new TextRow("b", null, Label.OfScore(double.NaN)), new TextRow("c", null, Label.OfScore(double.PositiveInfinity))]));
        Assert.Equal(["rows[1].label", "rows[2].label"], error.Violations.Select(violation => violation.Field));
        Assert.Contains("NaN", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void FromRows_IdOutsideTheMap_IsDataInvalid(int id)
    {
        var options = new TextDatasetOptions { LabelIds = new Dictionary<string, int> { ["no"] = 0, ["yes"] = 1 } };
        var error = Assert.Throws<BridgeException>(() => TextDataset.FromRows([new TextRow("a", null, Label.OfId(id))], options));
        Assert.Contains($"found {id}; allowed are \"no\" (0), \"yes\" (1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromRows_NegativeId_IsDataInvalid() =>
        Assert.Equal(ErrorReason.DataInvalid, Assert.Throws<BridgeException>(() => TextDataset.FromRows([new TextRow("a", null, Label.OfId(-3))])).Reason);

    [Fact]
    public void FromRows_MapWithAHole_IsArgumentInvalid()
    {
        var options = new TextDatasetOptions { LabelIds = new Dictionary<string, int> { ["no"] = 0, ["yes"] = 2 } };
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => TextDataset.FromRows([new TextRow("a", null, Label.OfId(0))], options)).Reason);
    }

    [Fact]
    public void FromRows_NoLabelField_HasNoLabels() =>
        Assert.Equal(LabelKind.None, TextDataset.FromRows([new TextRow("a")], new TextDatasetOptions { LabelField = null }).Targets.Kind);

    [Fact]
    public void Check_LabelOutsideTheHead_NamesTheRow()
    {
        var error = Assert.Throws<BridgeException>(() => Targets.Single([0, 1, 2]).Check(2, "rows"));
        Assert.Equal(("2", "2"), (error.Metadata["row"], error.Metadata["label"]));
        Assert.Equal("rows: row 2 has the label id 2; the head has the labels 0 to 1", error.Message);
    }
}
