namespace Bridge.Configuration;

/// <summary>How the rule of a hypercomplex layer starts (<c>phm_c_init</c>).</summary>
public enum PhmRuleInit
{
    /// <summary>Normal: "normal".</summary>
    Normal,

    /// <summary>Uniform in [-1, 1]: "uniform".</summary>
    Uniform,
}
