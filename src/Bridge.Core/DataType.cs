namespace Bridge.Core;

/// <summary>Element types of tensors. The numbers are the ones of the protos and of the C library, given once.</summary>
public enum DataType
{
    /// <summary>Not given.</summary>
    Unspecified = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 1,

    /// <summary>Unsigned 8 bits.</summary>
    UInt8 = 2,

    /// <summary>Signed 8 bits.</summary>
    Int8 = 3,

    /// <summary>Signed 16 bits.</summary>
    Int16 = 4,

    /// <summary>Signed 32 bits.</summary>
    Int32 = 5,

    /// <summary>Signed 64 bits.</summary>
    Int64 = 6,

    /// <summary>IEEE half precision.</summary>
    Float16 = 7,

    /// <summary>bfloat16.</summary>
    BFloat16 = 8,

    /// <summary>IEEE single precision.</summary>
    Float32 = 9,

    /// <summary>IEEE double precision.</summary>
    Float64 = 10,
}
