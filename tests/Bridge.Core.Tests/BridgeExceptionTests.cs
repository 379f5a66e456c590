using Xunit;

namespace Bridge.Core.Tests;

public sealed class BridgeExceptionTests
{
    [Fact]
    public void Field_Always_IsMetadataAndViolation()
    {
        var error = BridgeException.Field("spec.setup", ErrorReason.CompositionInvalid, "it is empty");
        Assert.Equal((ErrorCode.InvalidArgument, ErrorReason.CompositionInvalid, "it is empty"), (error.Code, error.Reason, error.Message));
        Assert.Equal("spec.setup", error.Metadata["field"]);
        Assert.Equal([new Violation("spec.setup", "it is empty")], error.Violations);
    }
}
