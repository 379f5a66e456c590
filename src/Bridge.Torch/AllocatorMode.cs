namespace Bridge.Torch;

/// <summary>How the process's allocator treats large blocks.</summary>
public enum AllocatorMode
{
    /// <summary>As the system does.</summary>
    System,

    /// <summary>Blocks of 2 MiB and more come from the system and go back at once: the least memory, for some page faults.</summary>
    Memory,

    /// <summary>Freed blocks are kept: no page faults, a fifth more memory from holes between blocks.</summary>
    Speed,
}
