using Goldens.Running;

namespace Goldens.Cases;

/// <summary>A kind of case, known by a key, that the runner cannot run: says what is missing.</summary>
internal sealed class MissingKind(string key, Func<GoldenCase, string> what) : ICaseKind
{
    public bool Fits(GoldenCase golden) => golden.Has(key);

    public void Run(CaseContext context) => throw new UnsupportedException(what(context.Case));
}
