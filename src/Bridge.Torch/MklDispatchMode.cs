namespace Bridge.Torch;

/// <summary>Which code path of libtorch's bundled MKL runs on processors that are not its maker's.</summary>
public enum MklDispatchMode
{
    /// <summary>The fast path where it helps: on x64 processors of other makers.</summary>
    Auto,

    /// <summary>What the library chooses by itself.</summary>
    Vendor,
}
