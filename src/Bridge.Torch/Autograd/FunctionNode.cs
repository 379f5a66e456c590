using System.Runtime.InteropServices;
using Bridge.Core;
using Bridge.Torch.Native;
using static TorchSharp.torch;

namespace Bridge.Torch.Autograd;

/// <summary>
/// One node of libtorch's autograd graph with a backward in C#. It is good for one backward: what it saved is released as soon as that ran, so
/// that memory falls while a backward proceeds.
/// </summary>
internal abstract unsafe class FunctionNode
{
    private static readonly ThreadLocal<BackwardState> State = new(() => new BackwardState());

    private readonly ApplyFunction _apply;
    private readonly DeletedFunction _deleted;
    private readonly List<IDisposable> _saved = [];
    private bool[] _needs = [];
    private bool[] _present = [];
    private nint* _results;
    private LibTorchSharp.NodeReference _node;
    private GCHandle _self;
    private bool _used;

    protected FunctionNode()
    {
        _apply = Apply;
        _deleted = Deleted;
    }

    private delegate LibTorchSharp.TensorArray ApplyFunction(nint* gradients, int count);

    private delegate void DeletedFunction();

    /// <summary>Name for messages.</summary>
    protected abstract string Name { get; }

    /// <summary>
    /// The gradients of the inputs, each in its place, where <see cref="Needs"/> says so. Runs in a dispose scope and without recording.
    /// </summary>
    protected abstract void Backward(Tensor gradient, Tensor?[] results);

    /// <summary>What went wrong in a backward of this thread since the last call, or null.</summary>
    internal static Exception? TakeFailure()
    {
        var state = State.Value!;
        var failure = state.Failure;
        state.Failure = null;
        return failure;
    }

    /// <summary>Releases the gradients that this thread's last node handed to libtorch.</summary>
    internal static void ReleaseResults() => State.Value!.Release();

    /// <summary>Whether anything would be recorded for these inputs on this thread.</summary>
    internal static bool IsRecorded(params ReadOnlySpan<Tensor?> inputs)
    {
        if (Aoti.GradModeIsEnabled() == 0) return false;
        foreach (var input in inputs)
        {
            if (input is not null && input.requires_grad) return true;
        }
        return false;
    }

    /// <summary>Keeps <paramref name="tensor"/>'s memory for the backward; the caller may dispose its own object.</summary>
    protected Tensor Save(Tensor tensor)
    {
        var kept = tensor.detach().DetachFromDisposeScope();
        _saved.Add(kept);
        return kept;
    }

    /// <summary>Takes over something else that the backward needs.</summary>
    protected void Keep(IDisposable state) => _saved.Add(state);

    /// <summary>Whether input number <paramref name="input"/> wants a gradient.</summary>
    protected bool Needs(int input) => _needs[input];

    /// <summary>
    /// Makes <paramref name="output"/> the result of this node and takes it over. The inputs are those whose gradients <see cref="Backward"/>
    /// computes, in its order; null ones never want any.
    /// </summary>
    internal Tensor Attach(Tensor output, params ReadOnlySpan<Tensor?> inputs)
    {
        _needs = new bool[inputs.Length];
        _present = new bool[inputs.Length];
        var present = 0;
        var handles = stackalloc nint[inputs.Length + 1];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not { } input) continue;
            (_needs[i], _present[i]) = (input.requires_grad, true);
            handles[present++] = input.Handle;
        }
        _results = (nint*)NativeMemory.AllocZeroed((nuint)Math.Max(present, 1), (nuint)sizeof(nint));
        _self = GCHandle.Alloc(this);
        _node = LibTorchSharp.NewNode(Marshal.GetFunctionPointerForDelegate(_apply), Marshal.GetFunctionPointerForDelegate(_deleted));
        var strong = _node;
        try
        {
            var edges = new LibTorchSharp.TensorArray { Items = handles, Count = present };
            LibTorchSharp.SetNextEdges(_node, edges, true);
            Check();
            LibTorchSharp.ClearInputMetadata(_node);
            Check();
            var outputHandle = output.Handle;
            LibTorchSharp.WrapOutputs(edges, default, default, new LibTorchSharp.TensorArray { Items = &outputHandle, Count = 1 }, _node,
                (nint)(delegate* unmanaged<nuint, nint*>)&OutputSlot);
            Check();
            return Tensor.UnsafeCreateTensor(State.Value!.Output[0]);
        }
        finally
        {
            // From here on the graph holds the node; where nothing does, this deletes it.
            LibTorchSharp.ReleaseStrong(strong);
            output.Dispose();
        }
    }

    [UnmanagedCallersOnly]
    private static nint* OutputSlot(nuint count) => (nint*)Marshal.UnsafeAddrOfPinnedArrayElement(State.Value!.Output, 0);

    private LibTorchSharp.TensorArray Apply(nint* gradients, int count)
    {
        var state = State.Value!;
        state.Release();
        try
        {
            using var scope = NewDisposeScope();
            var results = new Tensor?[_needs.Length];
            // An undefined gradient is zero: so are all of ours.
            if (gradients[0] != 0)
            {
                var gradient = Tensor.UnsafeCreateTensor(gradients[0]);
                if (_used) throw Misuse("a second backward through the same graph");
                if (Aoti.GradModeIsEnabled() != 0) throw Misuse("a second derivative");
                Backward(gradient, results);
            }
            return Return(results, state);
        }
        catch (Exception e)
        {
            // It must not unwind through libtorch; a wrong number of gradients makes libtorch stop, and Gradients finds the cause here.
            state.Failure ??= e;
            return default;
        }
        finally
        {
            _used = true;
            ReleaseSaved();
        }
    }

    private LibTorchSharp.TensorArray Return(Tensor?[] results, BackwardState state)
    {
        var next = 0;
        for (var i = 0; i < results.Length; i++)
        {
            if (!_present[i]) continue;
            var result = results[i]?.DetachFromDisposeScope();
            if (result is not null) state.Returned.Add(result);
            _results[next++] = result?.Handle ?? 0;
        }
        return new LibTorchSharp.TensorArray { Items = _results, Count = next };
    }

    private void Deleted()
    {
        ReleaseSaved();
        LibTorchSharp.ReleaseWeak(_node);
        NativeMemory.Free(_results);
        _results = null;
        _self.Free();
    }

    private void ReleaseSaved()
    {
        foreach (var saved in _saved) saved.Dispose();
        _saved.Clear();
    }

    private BridgeException Misuse(string what) => BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken,
        $"{Name}: {what} is asked for; the fused form has one backward of first order, Execution.Composite has all", ("function", Name));

    private static void Check()
    {
        if (LibTorchSharp.TakeError() is { } error)
            throw BridgeException.Of(ErrorCode.Internal, ErrorReason.NativeFailure, $"autograd: {error}", ("error", error));
    }
}
