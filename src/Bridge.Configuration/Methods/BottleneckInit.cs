namespace Bridge.Configuration;

/// <summary>How the weights of a bottleneck adapter start (<c>init_weights</c>).</summary>
public enum BottleneckInit
{
    /// <summary>Normal with standard deviation 0.02, biases zero: "bert".</summary>
    Bert,

    /// <summary>Down Kaiming-uniform, up zero: "mam_adapter".</summary>
    MamAdapter,

    /// <summary>Normal with standard deviation 0.01, cut at two of them: "houlsby".</summary>
    Houlsby,
}
