using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A kind of case: knows which cases are of it, and how to run one.</summary>
public interface ICaseKind
{
    /// <summary>Whether the case is of this kind.</summary>
    bool Fits(GoldenCase golden);

    /// <summary>Runs it: whatever differs goes into the context's findings.</summary>
    /// <exception cref="UnsupportedException">Something that it needs is not there.</exception>
    void Run(CaseContext context);
}
