using Bridge.Engine;

namespace Bridge.Native.Boundary;

/// <summary>bridge_engine_options. Fields are only ever appended; those beyond the caller's size have their defaults.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct EngineOptionsStruct
{
    public uint StructSize;
    public int IntraOpThreads;
    public int InferenceThreads;
    public int InferenceQueue;
    public byte* WorkFolder;

    public static EngineOptions Read(EngineOptionsStruct* given)
    {
        if (given is null) return new EngineOptions();
        EngineOptionsStruct options = default;
        Structs.Read(given, &options, given->StructSize, sizeof(EngineOptionsStruct), "bridge_engine_options");
        var defaults = new EngineOptions();
        return defaults with
        {
            IntraOpThreads = Positive(options.IntraOpThreads, "intra_op_threads", 1024),
            InferenceThreads = Positive(options.InferenceThreads, "inference_threads", 256) ?? defaults.InferenceThreads,
            InferenceQueue = Positive(options.InferenceQueue, "inference_queue", 1 << 20) ?? defaults.InferenceQueue,
            WorkFolder = Arguments.OptionalText(options.WorkFolder, "work_folder"),
        };
    }

    private static int? Positive(int value, string name, int most) => value == 0 ? null : value > 0 && value <= most
        ? value
        : throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"{name} {value} is outside [0, {most}]", ("argument", name), ("value", value), ("allowed", $"0 to {most}"));
}
