namespace Bridge.Native.Boundary;

/// <summary>bridge_step.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StepStruct
{
    public uint StructSize;
    public int Reserved0;
    public long Step;
    public long TotalSteps;
    public double Epoch;
    public double Loss;
    public double LearningRate;
    public double GradientNorm;
    public double TokensPerSecond;
}
