using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Bridge.Torch.Native;

/// <summary>Points this assembly's imports at the libraries that were loaded, so that no search path can bring in a second copy.</summary>
internal static class Resolver
{
    private static readonly nint[] Libraries = new nint[4];

    static Resolver()
    {
        // Which keeps freed scalars a while; where it is missing, TorchSharp looks for its own library by itself.
        NativeLibrary.SetDllImportResolver(typeof(Scalar).Assembly, (string name, Assembly _, DllImportSearchPath? _) => name == "LibTorchSharp" ? Libraries[3] : 0);
        NativeLibrary.SetDllImportResolver(typeof(Resolver).Assembly, (string name, Assembly _, DllImportSearchPath? _) => name switch
        {
            "torch_cpu" => Libraries[0],
            "LibTorchSharp" => Libraries[1],
            "bridge_allocator" => Libraries[2],
            _ => 0,
        });
    }

    /// <summary>May be called again: a load that failed later on can be tried anew.</summary>
    public static void Register(nint torchSharp, nint torchCpu) => (Libraries[0], Libraries[1]) = (torchCpu, torchSharp);

    public static void RegisterAllocator(nint library) => Libraries[2] = library;

    public static void RegisterScalars(nint library) => Libraries[3] = library;
}
