using System.Diagnostics;
using Bridge.Core;
using Goldens.Cases;

namespace Goldens.Running;

/// <summary>Runs cases one after another; models stay loaded between them.</summary>
public sealed class GoldenRunner : IDisposable
{
    private readonly ModelCache _models = new();

    /// <summary>Runs a case. Never throws: what goes wrong is the result.</summary>
    public GoldenResult Run(GoldenCase golden)
    {
        var clock = Stopwatch.StartNew();
        GoldenResult Result(GoldenStatus status, string why) => new(golden.Id, status, why, clock.Elapsed.TotalSeconds);
        try
        {
            var kind = CaseKinds.Of(golden);
            using var context = new CaseContext(golden, _models);
            kind.Run(context);
            var status = context.Findings.Mismatches.Count == 0 ? GoldenStatus.Passed : GoldenStatus.Failed;
            if (status == GoldenStatus.Passed && context.Findings.Compared == 0) return Result(GoldenStatus.Failed, "nothing was compared");
            return Result(status, context.Findings.Summary());
        }
        catch (UnsupportedException e)
        {
            return Result(GoldenStatus.Unsupported, e.Message);
        }
        catch (BridgeException e) when (e.Code == ErrorCode.Unimplemented || e.Reason == ErrorReason.ArchitectureUnknown)
        {
            return Result(GoldenStatus.Unsupported, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Result(GoldenStatus.Failed, $"{(e is BridgeException b ? b.Reason.WireName() : e.GetType().Name)}: {FirstLine(e.Message)}{Where(e)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static string Where(Exception e)
    {
        var frame = new StackTrace(e, fNeedFileInfo: false).GetFrames().FirstOrDefault()?.GetMethod();
        return e is BridgeException || frame is null ? "" : $" (in {frame.DeclaringType?.Name}.{frame.Name})";
    }
}
