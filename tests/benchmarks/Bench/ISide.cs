namespace Bench;

/// <summary>One of the two programs that are compared.</summary>
internal interface ISide : IDisposable
{
    /// <summary>One forward of the batch in evaluation mode; some number that depends on all of it.</summary>
    double Forward();

    /// <summary>One training step: forward, loss, backward, optimizer; the loss.</summary>
    double Step();

    /// <summary>What the machine's matrix product reaches in this process, GFLOP/s.</summary>
    double MatrixProductSpeed();
}
