using System.Runtime.CompilerServices;
using Bridge.Torch;

// Counts of live tensors are the process's: one test at a time. libtorch uses all cores anyway.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace TestKit.Linked;

internal static class LoadTorch
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.Load();
}
