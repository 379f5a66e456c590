namespace AdapterBridge.Client;

/// <summary>What a model can do now. A newer server may have further values.</summary>
public enum ModelState
{
    /// <summary>Never sent.</summary>
    Unspecified = 0,

    /// <summary>It is being loaded.</summary>
    Loading = 1,

    /// <summary>It serves.</summary>
    Active = 2,
}
