using Bridge.Core;
using Google.Rpc;
using Xunit;
using ErrorReason = Bridge.Core.ErrorReason;

namespace Bridge.Api.Tests;

public sealed class StatusMapperTests
{
    [Fact]
    public void ToStatus_BadInput_HasReasonMetadataAndAllViolations()
    {
        var error = new BridgeException(ErrorCode.InvalidArgument, ErrorReason.ConfigValueRange, "rank 0 is outside [1, 4096]", new Dictionary<string, string> { ["rank"] = "0" },
            [new Violation("config.lora.r", "0"), new Violation("config.lora.dropout", "7")]);
        var status = StatusMapper.ToStatus(error);
        Assert.Equal(((int)Code.InvalidArgument, "rank 0 is outside [1, 4096]"), (status.Code, status.Message));
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal(("CONFIG_VALUE_RANGE", "bridge", "0"), (info.Reason, info.Domain, info.Metadata["rank"]));
        Assert.Equal(["config.lora.r", "config.lora.dropout"], status.GetDetail<BadRequest>().FieldViolations.Select(v => v.Field));
    }

    [Theory]
    [InlineData(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, typeof(QuotaFailure))]
    [InlineData(ErrorCode.FailedPrecondition, ErrorReason.CheckpointMismatch, typeof(PreconditionFailure))]
    [InlineData(ErrorCode.Unavailable, ErrorReason.ShuttingDown, typeof(RetryInfo))]
    public void ToStatus_ByCode_HasTheDetailOfIts(ErrorCode code, ErrorReason reason, Type detail)
    {
        var status = StatusMapper.ToStatus(BridgeException.Of(code, reason, "why", ("a", "b")));
        Assert.Equal(2, status.Details.Count);
        Assert.EndsWith(detail.Name, status.Details[1].TypeUrl, StringComparison.Ordinal);
    }

    [Fact]
    public void ToStatus_UnexpectedError_TellsItsTextOnlyWhereAllowed()
    {
        var error = new InvalidOperationException("secret path");
        var status = StatusMapper.ToStatus(error);
        Assert.Equal((int)Code.Internal, status.Code);
        Assert.DoesNotContain("secret", status.ToString(), StringComparison.Ordinal);
        Assert.Contains("secret path", StatusMapper.ToStatus(error, detailed: true).GetDetail<DebugInfo>().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ToStatus_Cancelled_IsCancelled() => Assert.Equal((int)Code.Cancelled, StatusMapper.ToStatus(new OperationCanceledException()).Code);

    [Fact]
    public void ToStatus_LongTexts_AreCut()
    {
        var status = StatusMapper.ToStatus(BridgeException.Invalid(ErrorReason.ArgumentInvalid, new string('x', 100_000), ("value", new string('y', 100_000))));
        Assert.InRange(status.CalculateSize(), 1, 8 * 1024);
    }

    [Fact]
    public void Reasons_OfTheProto_AreThoseOfTheEngine()
    {
        foreach (var reason in Enum.GetValues<ErrorReason>())
            Assert.Equal(reason.ToString(), ((V1.ErrorReason)(int)reason).ToString());
        Assert.Equal(Enum.GetValues<ErrorReason>().Length, Enum.GetValues<V1.ErrorReason>().Length);
    }
}
