namespace Bridge.Configuration;

/// <summary>Which of Python's sequences a value is; JSON has lists only.</summary>
public enum SequenceKind
{
    /// <summary>A list: <c>[1, 2]</c>.</summary>
    List,

    /// <summary>A tuple: <c>(1, 2)</c>.</summary>
    Tuple,

    /// <summary>A set: <c>{1, 2}</c>.</summary>
    Set,
}
