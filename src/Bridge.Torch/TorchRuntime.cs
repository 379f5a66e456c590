using Bridge.Core;
using Bridge.Torch.Loading;
using TorchSharp;
using static TorchSharp.torch;

namespace Bridge.Torch;

/// <summary>libtorch in this process: loaded once, before anything touches TorchSharp.</summary>
public static class TorchRuntime
{
    private static readonly Holder State = new();

    /// <summary>What was loaded; loads with default options where nothing did yet.</summary>
    public static TorchReport Report
    {
        get
        {
            Load();
            return State.Report!;
        }
    }

    /// <summary>
    /// Loads libtorch. Later calls return at once, their options unread: threads and folder are settled once a process.
    /// </summary>
    /// <exception cref="BridgeException">RUNTIME_NOT_FOUND: a library is missing, does not load or is of another version.</exception>
    public static void Load(TorchOptions? options = null)
    {
        if (State.Report != null) return;
        lock (State)
        {
            if (State.Report == null) State.Report = TorchLoader.Load(options ?? new TorchOptions());
        }
    }

    /// <summary>The device of that name.</summary>
    /// <param name="name"><c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>meta</c>.</param>
    /// <exception cref="BridgeException">DEVICE_NOT_AVAILABLE: this machine or this build has no such device.</exception>
    public static Device Device(string name)
    {
        Load();
        if (name is "cpu" or "meta") return torch.device(name);
        var known = Report.Devices;
        var full = name == "cuda" ? "cuda:0" : name;
        if (known.Contains(full)) return torch.device(full);
        throw BridgeException.Of(ErrorCode.Unimplemented, ErrorReason.DeviceNotAvailable,
            $"device \"{name}\" is not available; this process ({Report.Flavor} libtorch) has {string.Join(", ", known)}",
            ("device", name), ("flavor", Report.Flavor), ("available", string.Join(", ", known)));
    }

    private sealed class Holder
    {
        private volatile TorchReport? _report;

        public TorchReport? Report
        {
            get => _report;
            set => _report = value;
        }
    }
}
