namespace Bridge.Engine.Work;

/// <summary>Something that waits for a thread.</summary>
internal abstract class WorkItem
{
    /// <summary>Its place while it waits; guarded by the queue's lock.</summary>
    public LinkedListNode<WorkItem>? Node { get; set; }

    /// <summary>Runs it to its end; never throws.</summary>
    public abstract void Execute();

    /// <summary>Ends it without having run.</summary>
    public abstract void Cancel();

    /// <summary>Ends it with an error.</summary>
    public abstract void Fail(Exception error);
}
