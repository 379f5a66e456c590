using System.Text.Json;
using System.Text.Json.Nodes;
using Goldens.Comparing;
using Goldens.Running;
using static TorchSharp.torch;

namespace Bridge.Goldens.Tests;

public sealed class ComparingTests
{
    [Fact]
    public void Check_DifferenceBeyondTolerance_NamesTensorAndPlace()
    {
        using var expected = zeros([2, 3], device: CPU);
        using var actual = zeros([2, 3], device: CPU);
        actual[1, 2] = 0.5f;
        var findings = new Findings();
        findings.Check("output.x", actual, expected, 0.1);
        Assert.Equal("begins at output.x differs by 0.5 at [1, 2], allowed 0.1", findings.Summary());
    }

    [Fact]
    public void Check_NotANumber_IsADifference()
    {
        using var expected = zeros([3], device: CPU);
        using var actual = tensor(new[] { 0f, float.NaN, 0f }, device: CPU);
        var findings = new Findings();
        findings.Check("x", actual, expected, 1);
        Assert.Contains("at [1]", Assert.Single(findings.Mismatches).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OtherShape_IsADifference()
    {
        using var expected = zeros([3], device: CPU);
        using var actual = zeros([3, 1], device: CPU);
        var findings = new Findings();
        findings.Check("x", actual, expected, 1);
        Assert.Equal("has shape (3, 1), expected (3)", Assert.Single(findings.Mismatches).What);
    }

    [Fact]
    public void Tolerances_OfKinds_AreThoseOfTheFormat()
    {
        using var small = tensor(new[] { 0.5f, -0.25f }, device: CPU);
        using var large = tensor(new[] { 0.5f, -4f }, device: CPU);
        var tolerances = new Tolerances([]);
        Assert.Equal(1e-5, tolerances.Output(small), 12);
        Assert.Equal(4e-5, tolerances.Output(large), 12);
        Assert.Equal(1e-4 * 1, tolerances.Gradient(small, 10), 12);
        Assert.Equal(1e-4 * 4, tolerances.Gradient(large, 10), 12);
        Assert.Equal(5e-4 * 3, tolerances.Loss(-3), 12);
        Assert.Equal(4e-3, tolerances.Trained(large), 12);
        Assert.Equal(0.5, new Tolerances(new JsonObject { ["output"] = 0.5 }).Output(small), 12);
    }

    [Fact]
    public void Report_Written_HasCountsAndCases()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "report.json");
        var report = new GoldenReport();
        report.Add(new GoldenResult("m/a", GoldenStatus.Passed, "3 tensors", 0.25));
        report.Add(new GoldenResult("m/b", GoldenStatus.Unsupported, "block Fuse", 0));
        report.Write(file);
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(1, json.RootElement.GetProperty("passed").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("unsupported").GetInt32());
        var second = json.RootElement.GetProperty("cases")[1];
        Assert.Equal(("m/b", "unsupported", "block Fuse"), (second.GetProperty("case").GetString(), second.GetProperty("status").GetString(), second.GetProperty("why").GetString()));
    }
}
