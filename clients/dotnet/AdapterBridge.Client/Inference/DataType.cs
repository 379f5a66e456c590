namespace AdapterBridge.Client;

/// <summary>Element types of tensors. A newer server may have further values.</summary>
public enum DataType
{
    /// <summary>The default of whatever takes it.</summary>
    Unspecified = 0,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 1,

    /// <summary>One byte.</summary>
    UInt8 = 2,

    /// <summary>One byte with a sign.</summary>
    Int8 = 3,

    /// <summary>Two bytes.</summary>
    Int16 = 4,

    /// <summary>Four bytes.</summary>
    Int32 = 5,

    /// <summary>Eight bytes.</summary>
    Int64 = 6,

    /// <summary>IEEE half precision.</summary>
    Float16 = 7,

    /// <summary>The upper half of a single.</summary>
    BFloat16 = 8,

    /// <summary>Single precision.</summary>
    Float32 = 9,

    /// <summary>Double precision.</summary>
    Float64 = 10,
}
