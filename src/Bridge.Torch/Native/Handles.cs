namespace Bridge.Torch.Native;

/// <summary>Counts the tensor handles that are kept without a TorchSharp object around them.</summary>
internal static class Handles
{
    private static readonly long[] Counter = new long[1];

    public static long Alive => Interlocked.Read(ref Counter[0]);

    public static void Add(int change) => Interlocked.Add(ref Counter[0], change);
}
