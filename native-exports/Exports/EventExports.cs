using Bridge.Api.V1;
using ErrorReason = Bridge.Core.ErrorReason;

namespace Bridge.Native.Exports;

/// <summary>Events of training jobs, pulled or called back.</summary>
internal static unsafe class EventExports
{
    private const int Stop = 1;

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_next_event", CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint job, int timeoutMs, nint* outEvent, nint* outError) =>
        Guard.Give(outEvent, "out_event", outError, () => Table.Get<NativeJob>(job, HandleKind.Job).Events.Next(Arguments.Timeout(timeoutMs)) is { } item ? Table.Add(HandleKind.Event, item) : 0);

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_on_event", CallConvs = [typeof(CallConvCdecl)])]
    public static int OnEvent(nint job, delegate* unmanaged[Cdecl]<nint, void*, int> callback, void* userData, nint* outError) => Guard.Run(outError, () =>
    {
        if (callback is null) throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, "callback is NULL; a function is needed", ("argument", "callback"));
        var (function, data) = ((nint)callback, (nint)userData);
        Table.Get<NativeJob>(job, HandleKind.Job).OnEvent(item =>
        {
            var ticket = Table.Add(HandleKind.Event, item);
            try
            {
                return ((delegate* unmanaged[Cdecl]<nint, void*, int>)function)(ticket, (void*)data) != Stop;
            }
            finally
            {
                Table.Destroy(ticket, HandleKind.Event);
            }
        });
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_kind", CallConvs = [typeof(CallConvCdecl)])]
    public static int Kind(nint item) => !Table.TryGet<TrainingEvent>(item, HandleKind.Event, out var value) ? 0 : value.EventCase switch
    {
        TrainingEvent.EventOneofCase.StateChanged => 1,
        TrainingEvent.EventOneofCase.Step => 2,
        TrainingEvent.EventOneofCase.Evaluation => 3,
        TrainingEvent.EventOneofCase.Checkpoint => 4,
        TrainingEvent.EventOneofCase.Log => 5,
        _ => 0,
    };

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_sequence", CallConvs = [typeof(CallConvCdecl)])]
    public static long Sequence(nint item) => Table.TryGet<TrainingEvent>(item, HandleKind.Event, out var value) ? value.Sequence : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_state", CallConvs = [typeof(CallConvCdecl)])]
    public static int State(nint item) =>
        Table.TryGet<TrainingEvent>(item, HandleKind.Event, out var value) && value.EventCase == TrainingEvent.EventOneofCase.StateChanged ? (int)value.StateChanged.State : 0;

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_step", CallConvs = [typeof(CallConvCdecl)])]
    public static int Step(nint item, [C99Type("struct bridge_step*")] StepStruct* outStep, nint* outError) => Guard.Run(outError, () =>
    {
        Arguments.Out(outStep, "out_step");
        var value = Table.Get<TrainingEvent>(item, HandleKind.Event);
        if (value.EventCase != TrainingEvent.EventOneofCase.Step)
            throw BridgeException.Precondition(ErrorReason.ArgumentInvalid, $"the event is {value.EventCase}, not a step", ("event", value.EventCase), ("allowed", "Step"));
        var step = new StepStruct
        {
            Step = value.Step.Step,
            TotalSteps = value.Step.TotalSteps,
            Epoch = value.Step.Epoch,
            Loss = value.Step.Loss,
            LearningRate = value.Step.LearningRate,
            GradientNorm = value.Step.GradientNorm,
            TokensPerSecond = value.Step.TokensPerSecond,
        };
        Structs.Write(&step, outStep, outStep->StructSize, sizeof(StepStruct), "bridge_step");
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_json", CallConvs = [typeof(CallConvCdecl)])]
    public static int Json(nint item, [C99Type("struct bridge_buffer*")] BridgeBuffer* outJson, nint* outError) =>
        Guard.Give(outJson, "out_json", outError, () => TrainingExports.ToJson(Table.Get<TrainingEvent>(item, HandleKind.Event)));

    [UnmanagedCallersOnly(EntryPoint = "bridge_event_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint item) => Table.Destroy(item, HandleKind.Event);
}
