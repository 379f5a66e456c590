using System.Text;
using Bridge.Api.V1;
using Google.Protobuf;

namespace Bridge.Native.Exports;

/// <summary>Datasets and training jobs.</summary>
internal static unsafe class TrainingExports
{
    [UnmanagedCallersOnly(EntryPoint = "bridge_dataset_load", CallConvs = [typeof(CallConvCdecl)])]
    public static int LoadDataset(nint engine, byte* name, byte* path, byte* schema, nint* outError) => Guard.Run(outError, () =>
    {
        var owner = Table.Get<NativeEngine>(engine, HandleKind.Engine);
        var request = new CreateDatasetRequest { DatasetId = Arguments.Text(name, "name"), Path = Arguments.Text(path, "path") };
        if (Arguments.OptionalText(schema, "schema") is { } text) request.Schema = JsonParser.Default.Parse<DatasetSchema>(text);
        NativeEngine.Wait(owner.Api.Datasets.HandleAsync(request, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_dataset_delete", CallConvs = [typeof(CallConvCdecl)])]
    public static int DeleteDataset(nint engine, byte* name, nint* outError) => Guard.Run(outError, () =>
    {
        var owner = Table.Get<NativeEngine>(engine, HandleKind.Engine);
        NativeEngine.Wait(owner.Api.Datasets.HandleAsync(new DeleteDatasetRequest { Name = $"datasets/{Arguments.Text(name, "name")}" }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_training_start", CallConvs = [typeof(CallConvCdecl)])]
    public static int Start(nint model, byte* options, nint* outJob, nint* outError) => Guard.Give(outJob, "out_job", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = JsonParser.Default.Parse<CreateTrainingJobRequest>(Arguments.Text(options, "options"));
        request.Parent = owner.Name;
        var job = NativeEngine.Wait(owner.Engine.Api.Training.HandleAsync(request, NativeEngine.Context));
        return Table.Add(HandleKind.Job, new NativeJob(owner, job, 0));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_open", CallConvs = [typeof(CallConvCdecl)])]
    public static int Open(nint model, byte* id, long afterSequence, nint* outJob, nint* outError) => Guard.Give(outJob, "out_job", outError, () =>
    {
        var owner = Table.Get<NativeModel>(model, HandleKind.Model);
        var request = new GetTrainingJobRequest { Name = $"{owner.Name}/trainingJobs/{Arguments.Text(id, "id")}" };
        var job = NativeEngine.Wait(owner.Engine.Api.Training.HandleAsync(request, NativeEngine.Context));
        return Table.Add(HandleKind.Job, new NativeJob(owner, job, afterSequence));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_id", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* Id(nint job) => Table.TryGet<NativeJob>(job, HandleKind.Job, out var value) ? value.Id.Pointer : null;

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_state", CallConvs = [typeof(CallConvCdecl)])]
    public static int State(nint job, int* outState, nint* outError) =>
        Guard.Give(outState, "out_state", outError, () => (int)Table.Get<NativeJob>(job, HandleKind.Job).Current.State);

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_wait", CallConvs = [typeof(CallConvCdecl)])]
    public static int Wait(nint job, int timeoutMs, int* outState, nint* outError)
    {
        if (outState is not null) *outState = 0;
        return Guard.Run(outError, () =>
        {
            var state = Table.Get<NativeJob>(job, HandleKind.Job).Wait(Arguments.Timeout(timeoutMs));
            if (outState is not null) *outState = (int)state;
        });
    }

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_result", CallConvs = [typeof(CallConvCdecl)])]
    public static int Result(nint job, [C99Type("struct bridge_buffer*")] BridgeBuffer* outJson, nint* outError) =>
        Guard.Give(outJson, "out_json", outError, () => ToJson(Table.Get<NativeJob>(job, HandleKind.Job).Current));

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_cancel", CallConvs = [typeof(CallConvCdecl)])]
    public static int Cancel(nint job, nint* outError) => Guard.Run(outError, () =>
    {
        var value = Table.Get<NativeJob>(job, HandleKind.Job);
        NativeEngine.Wait(value.Model.Engine.Api.Training.HandleAsync(new CancelTrainingJobRequest { Name = value.Name }, NativeEngine.Context));
    });

    [UnmanagedCallersOnly(EntryPoint = "bridge_job_destroy", CallConvs = [typeof(CallConvCdecl)])]
    public static void Destroy(nint job) => Table.Destroy(job, HandleKind.Job);

    internal static BridgeBuffer ToJson(IMessage message) => BridgeBuffer.Of(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message)));
}
