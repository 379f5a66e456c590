using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Native.Tests;

/// <summary>The exports as C calls them, by their native addresses: what is hot allocates nothing that the collector must find.</summary>
public sealed unsafe class HotPathTests
{
    private const int Calls = 10_000;

    [Fact]
    public void Getters_OfATensor_AllocateNothing()
    {
        var tensor = Create();
        var rank = (delegate* unmanaged[Cdecl]<nint, int>)Address("bridge_tensor_rank");
        var shape = (delegate* unmanaged[Cdecl]<nint, long*>)Address("bridge_tensor_shape");
        Assert.Equal((2, 3L), (rank(tensor), shape(tensor)[1]));
        Assert.Equal(0, Allocated(() =>
        {
            for (var i = 0; i < Calls; i++) _ = rank(tensor) + shape(tensor)[0];
        }));
        Destroy(tensor);
        Assert.Equal(0, rank(tensor));
    }

    [Fact]
    public void Call_WithArguments_AllocatesNothing()
    {
        var tensor = Create();
        var size = (delegate* unmanaged[Cdecl]<nint, int, long*, nint*, int>)Address("bridge_tensor_size");
        long found = 0;
        nint error = 0;
        Assert.Equal(0, size(tensor, 1, &found, &error));
        var (place, failure) = ((nint)(&found), (nint)(&error));
        Assert.Equal(0, Allocated(() =>
        {
            for (var i = 0; i < Calls; i++) size(tensor, 1, (long*)place, (nint*)failure);
        }));
        Assert.Equal(3, found);
        Destroy(tensor);
        Assert.Equal(3, size(tensor, 1, &found, &error));
        ((delegate* unmanaged[Cdecl]<nint, void>)Address("bridge_error_destroy"))(error);
    }

    private static long Allocated(Action action)
    {
        // Compiled first, so that only the calls count.
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static nint Create()
    {
        var shape = stackalloc long[] { 2, 3 };
        nint tensor = 0, error = 0;
        var create = (delegate* unmanaged[Cdecl]<int, long*, int, void*, nint*, nint*, int>)Address("bridge_tensor_create");
        Assert.Equal(0, create(9, shape, 2, null, &tensor, &error));
        return tensor;
    }

    private static void Destroy(nint tensor) => ((delegate* unmanaged[Cdecl]<nint, void>)Address("bridge_tensor_destroy"))(tensor);

    private static nint Address(string name) => Assembly.Load("libadapterbridge").GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .Single(m => m.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint == name).MethodHandle.GetFunctionPointer();
}
