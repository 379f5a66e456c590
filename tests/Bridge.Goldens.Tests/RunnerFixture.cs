using Goldens.Running;

namespace Bridge.Goldens.Tests;

/// <summary>One runner for a class of tests, so that models are loaded once.</summary>
public sealed class RunnerFixture : IDisposable
{
    public GoldenRunner Runner { get; } = new();

    public void Dispose() => Runner.Dispose();
}
