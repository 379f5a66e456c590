namespace Bridge.Configuration;

/// <summary>How the weights of a hypercomplex layer start (<c>hypercomplex_nonlinearity</c>).</summary>
public enum PhmWeightInit
{
    /// <summary>As the paper on parametrised hypercomplex layers has it: "phm".</summary>
    Phm,

    /// <summary>Glorot normal: "glorot-normal".</summary>
    GlorotNormal,

    /// <summary>Glorot uniform: "glorot-uniform".</summary>
    GlorotUniform,

    /// <summary>Normal: "normal".</summary>
    Normal,
}
