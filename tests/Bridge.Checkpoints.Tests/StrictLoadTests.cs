namespace Bridge.Checkpoints.Tests;

public class StrictLoadTests
{
    [Fact]
    public void Match_EverythingThere_GivesAllTensors()
    {
        using var file = Open(TestTensors.Floats("a", new Shape(1), 1f), TestTensors.Floats("b", new Shape(2), 2f, 3f));
        var result = StrictLoad.Match([("b", new Shape(2)), ("a", new Shape(1))], file.Source);
        Assert.True(result.Report.IsComplete);
        Assert.Equal(["b", "a"], result.Report.Used);
        Assert.Equal([2f, 3f], TestTensors.Read(result.Tensors["b"]));
    }

    [Fact]
    public void Match_EverythingWrong_NamesAllOfIt()
    {
        using var file = Open(TestTensors.Floats("a", new Shape(1), 1f), TestTensors.Floats("b", new Shape(2), 2f, 3f), TestTensors.Floats("extra", new Shape(1), 1f));
        var error = Assert.Throws<BridgeException>(() => StrictLoad.Match([("a", new Shape(1)), ("b", new Shape(2, 1)), ("c", new Shape(1))], file.Source));
        Assert.Equal((ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch), (error.Code, error.Reason));
        Assert.Equal([new Violation("c", "missing"), new Violation("b", "shape (2); allowed: (2, 1)"), new Violation("extra", "not expected")], error.Violations);
        Assert.Contains("c: missing; b: shape (2); allowed: (2, 1); extra: not expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Match_Partial_ReportsMissingAndUnexpectedButRefusesShapes()
    {
        using var file = Open(TestTensors.Floats("a", new Shape(1), 1f), TestTensors.Floats("extra", new Shape(1), 1f));
        var report = StrictLoad.Match([("a", new Shape(1)), ("c", new Shape(1))], file.Source, allowPartial: true).Report;
        Assert.Equal(["a"], report.Used);
        Assert.Equal(["c"], report.Missing);
        Assert.Equal(["extra"], report.Unexpected);
        var error = Assert.Throws<BridgeException>(() => StrictLoad.Match([("a", new Shape(3))], file.Source, allowPartial: true));
        Assert.Equal("a", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public void Match_Renaming_MapsPassesOverAndFindsCollisions()
    {
        using var file = Open(TestTensors.Floats("old.a", new Shape(1), 1f), TestTensors.Floats("skip", new Shape(1), 2f));
        var result = StrictLoad.Match([("new.a", new Shape(1))], file.Source, name => name == "skip" ? null : name.Replace("old", "new", StringComparison.Ordinal));
        Assert.Equal([1f], TestTensors.Read(result.Tensors["new.a"]));
        var error = Assert.Throws<BridgeException>(() => StrictLoad.Match([("x", new Shape(1))], file.Source, _ => "x", allowPartial: true));
        Assert.Contains("both", Assert.Single(error.Violations).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Digest_DependsOnNamesTypesShapesAndBytesAndNothingElse()
    {
        var a = TestTensors.Floats("a", new Shape(2), 1f, 2f);
        var b = TestTensors.Floats("b", new Shape(2), 3f, 4f);
        var digest = ContentDigest.Compute([a, b]);
        Assert.Equal(64, digest.Length);
        Assert.Equal(digest, ContentDigest.Compute([b, a]));
        using var file = Open(a, b);
        Assert.Equal(digest, ContentDigest.Compute(file.Source));
        string[] others =
        [
            ContentDigest.Compute([a]),
            ContentDigest.Compute([a, TestTensors.Floats("c", new Shape(2), 3f, 4f)]),
            ContentDigest.Compute([a, TestTensors.Floats("b", new Shape(2, 1), 3f, 4f)]),
            ContentDigest.Compute([a, TestTensors.Floats("b", new Shape(2), 3f, 5f)]),
            ContentDigest.Compute([TestTensors.Floats("b", new Shape(2), 1f, 2f), TestTensors.Floats("a", new Shape(2), 3f, 4f)]),
            ContentDigest.Compute([a, TensorContent.Of("b", DataType.Int32, new Shape(2), new byte[] { 0, 0, 64, 64, 0, 0, 128, 64 })]),
            ContentDigest.Compute(Array.Empty<TensorContent>()),
        ];
        Assert.Equal(others.Length + 1, others.Append(digest).Distinct().Count());
    }

    private static OpenFile Open(params TensorContent[] tensors)
    {
        var folder = new TempFolder();
        SafetensorsWriter.Write(folder["x"], tensors);
        return new OpenFile(folder, SafetensorsFile.Open(folder["x"]));
    }

    private sealed record OpenFile(TempFolder Folder, SafetensorsFile Source) : IDisposable
    {
        public void Dispose()
        {
            Source.Dispose();
            Folder.Dispose();
        }
    }
}
