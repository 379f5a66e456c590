namespace Bridge.Torch;

/// <summary>How CPU tensors get their memory.</summary>
public enum AllocatorMode
{
    /// <summary>As libtorch does: from the system's allocator.</summary>
    System,

    /// <summary>Blocks of 256 KiB and more come from the system and go back at once: the least memory, for page faults.</summary>
    Memory,

    /// <summary>Freed blocks wait for the next of their size, within an eighth of what was in use at the most, or within 320 MiB.</summary>
    Speed,
}
