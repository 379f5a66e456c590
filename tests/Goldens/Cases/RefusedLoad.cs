using Bridge.Adapters;
using Bridge.Adapters.Storage;
using Bridge.Core;
using Bridge.Models;
using Bridge.Models.Heads;
using Goldens.Running;

namespace Goldens.Cases;

/// <summary>
/// A folder that the library refuses or fails at. The engine may do better: then the adapter must run. Where it refuses too, the error must say what is wrong as one of the
/// user's making, and leave nothing behind.
/// </summary>
internal static class RefusedLoad
{
    public static void Run(CaseContext context, string folder, IReadOnlyList<int> leaveOut)
    {
        using var adapters = new AdapterSet(context.Base.Model);
        using var heads = new HeadSet(context.Base.Model);
        using var noGrad = no_grad();
        try
        {
            var adapter = adapters.Load(folder, null, new AdapterLoadOptions { LeaveOut = leaveOut });
            if (File.Exists(Path.Combine(folder, "head_config.json"))) heads.Load(folder, adapter.Name);
            using var outputs = context.Base.Model.Forward(new ModelInputs { InputIds = context.Base.Inputs["input_ids"], AttentionMask = context.Base.Inputs["attention_mask"] },
                new ForwardContext { Hooks = adapters.Compose(adapter.Name) });
            using var finite = outputs.LastHiddenState.isfinite().all();
            context.Findings.Check("finite", finite.ToBoolean() ? 1 : 0, 1, 0);
        }
        catch (BridgeException refusal)
        {
            var clear = refusal.Code is ErrorCode.InvalidArgument or ErrorCode.NotFound or ErrorCode.FailedPrecondition or ErrorCode.DataLoss or ErrorCode.Unimplemented;
            context.Findings.Check($"refusal {refusal.Reason.WireName()}", clear ? 1 : 0, 1, 0);
            if (refusal.Reason != ErrorReason.MethodNotAvailable && adapters.All.Count > 0) context.Findings.Add("refusal", "left an adapter behind");
        }
    }
}
