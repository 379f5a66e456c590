using Xunit;

namespace Bridge.Core.Tests;

public sealed class NativeLibraryFinderTests
{
    [Theory]
    [InlineData("tokens", "libtokens.so")]
    [InlineData("libPixels", "libPixels.so")]
    public void Candidates_VariableNamesAFolder_BeginThere(string name, string file)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file names of Linux");
        var variable = $"BRIDGE_TEST_{name.ToUpperInvariant()}_DIR";
        var finder = new NativeLibraryFinder(name, variable, typeof(NativeLibraryFinderTests).Assembly);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory.TrimEnd('/'), file), finder.Candidates.First());
        Environment.SetEnvironmentVariable(variable, "/nowhere");
        Assert.Equal(file, finder.FileName);
        Assert.Equal($"/nowhere/{file}", finder.Candidates.First());
        Assert.All(finder.Candidates, path => Assert.Equal(file, Path.GetFileName(path)));
    }

    [Fact]
    public void Missing_Always_NamesLibraryPlacesAndVariable()
    {
        var finder = new NativeLibraryFinder("tokens", "BRIDGE_TEST_MISSING_DIR", typeof(NativeLibraryFinderTests).Assembly);
        var inner = new DllNotFoundException();
        var error = finder.Missing(inner);
        Assert.Equal((ErrorCode.Unimplemented, ErrorReason.RuntimeNotFound), (error.Code, error.Reason));
        Assert.Equal("tokens", error.Metadata["file"]);
        Assert.Equal(string.Join(", ", finder.Candidates), error.Metadata["folder"]);
        Assert.Contains("set BRIDGE_TEST_MISSING_DIR", error.Message, StringComparison.Ordinal);
        Assert.Same(inner, error.InnerException);
    }
}
