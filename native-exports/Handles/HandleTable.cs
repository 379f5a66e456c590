namespace Bridge.Native.Handles;

/// <summary>
/// Handles are tickets into this table: 32 bits of index, 24 of generation, 8 of kind. Looking one up takes no lock and allocates nothing; a slot that is
/// used again has another generation, so a stale ticket finds nothing.
/// </summary>
internal sealed class HandleTable
{
    private const int ChunkBits = 10;
    private const int ChunkSize = 1 << ChunkBits;
    private const int MaxChunks = 1 << 14;
    private const int GenerationMask = 0xFFFFFF;

    private readonly Entry?[]?[] _chunks = new Entry?[MaxChunks][];
    private readonly Queue<int> _free = new();
    private readonly List<int> _generations = [];
    private readonly Lock _gate = new();
    private long _live;

    private sealed record Entry(nint Ticket, object Value);

    /// <summary>How many handles there are.</summary>
    public long Live => Interlocked.Read(ref _live);

    /// <summary>A ticket for the value.</summary>
    public nint Add(HandleKind kind, object value)
    {
        lock (_gate)
        {
            // A freed slot rests until many others were freed, so that generations last.
            var index = _free.Count > ChunkSize ? _free.Dequeue() : Grow();
            var generation = _generations[index] = (_generations[index] + 1) & GenerationMask;
            var ticket = (nint)(((long)generation << 40) | ((long)kind << 32) | (uint)index);
            Volatile.Write(ref _chunks[index >> ChunkBits]![index & (ChunkSize - 1)], new Entry(ticket, value));
            Interlocked.Increment(ref _live);
            return ticket;
        }
    }

    /// <summary>What the ticket is of, or null where it is of nothing of this kind.</summary>
    public T? Find<T>(nint ticket, HandleKind kind) where T : class
    {
        var entry = EntryOf(ticket);
        return entry is null || ((ticket >> 32) & 0xFF) != (nint)(int)kind ? null : Unsafe.As<T>(entry.Value);
    }

    /// <summary>What the ticket is of; HANDLE_INVALID.</summary>
    public T Get<T>(nint ticket, HandleKind kind) where T : class => Find<T>(ticket, kind) ?? throw Invalid(ticket, kind);

    /// <summary>Takes the ticket back; null where it was of nothing of this kind. Of several callers one gets the value.</summary>
    public T? Remove<T>(nint ticket, HandleKind kind) where T : class
    {
        var entry = EntryOf(ticket);
        if (entry is null || ((ticket >> 32) & 0xFF) != (nint)(int)kind) return null;
        var index = (int)(uint)ticket;
        ref var slot = ref _chunks[index >> ChunkBits]![index & (ChunkSize - 1)];
        if (!ReferenceEquals(Interlocked.CompareExchange(ref slot, null, entry), entry)) return null;
        Interlocked.Decrement(ref _live);
        lock (_gate) _free.Enqueue(index);
        return Unsafe.As<T>(entry.Value);
    }

    private Entry? EntryOf(nint ticket)
    {
        var index = (uint)ticket;
        var chunk = index >> ChunkBits;
        if (ticket == 0 || chunk >= MaxChunks) return null;
        var entries = Volatile.Read(ref _chunks[chunk]);
        if (entries is null) return null;
        var entry = Volatile.Read(ref entries[index & (ChunkSize - 1)]);
        return entry?.Ticket == ticket ? entry : null;
    }

    private int Grow()
    {
        var index = _generations.Count;
        if (index >> ChunkBits >= MaxChunks)
        {
            if (_free.TryDequeue(out var free)) return free;
            throw BridgeException.Of(ErrorCode.ResourceExhausted, ErrorReason.OutOfMemory, $"{index} handles are in use, which is all there are", ("handles", index));
        }
        _generations.Add(0);
        if ((index & (ChunkSize - 1)) == 0) Volatile.Write(ref _chunks[index >> ChunkBits], new Entry?[ChunkSize]);
        return index;
    }

    private static BridgeException Invalid(nint ticket, HandleKind kind)
    {
        var found = ticket == 0 ? "NULL" : $"0x{ticket:x}";
        return BridgeException.Invalid(ErrorReason.HandleInvalid, $"{found} is not a handle of kind {kind}: it was destroyed, is of another kind, or was never given out", ("handle", found), ("kind", kind));
    }
}
