namespace Bridge.Models;

/// <summary>
/// Which of the reference library's attention implementations a call agrees with. They differ where adapters add tokens to a batch with padding: adapters trained with one are
/// run with the same.
/// </summary>
public enum ReferenceAttention
{
    /// <summary>Added tokens are masked as others are.</summary>
    Eager,

    /// <summary>Added tokens see padding too, and where the library adds the 1 that it means as "attend" to scores, so does this.</summary>
    Sdpa,
}
