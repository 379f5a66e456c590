using Goldens.Running;

namespace Bridge.Goldens.Tests;

/// <summary>Each committed case is a test. They are chosen so that every one can run: unsupported is a failure here.</summary>
public sealed class CommittedCaseTests : IClassFixture<RunnerFixture>
{
    private readonly RunnerFixture _fixture;

    public CommittedCaseTests(RunnerFixture fixture) => _fixture = fixture;

    public static TheoryData<string> Cases => [.. GoldenData.Committed.Select(golden => golden.Id)];

    [Theory, MemberData(nameof(Cases))]
    public void Case_Run_IsWithinTolerance(string id)
    {
        var result = _fixture.Runner.Run(GoldenData.Committed.First(golden => golden.Id == id));
        Assert.True(result.Status == GoldenStatus.Passed, $"{result.Status}: {result.Why}");
    }
}
