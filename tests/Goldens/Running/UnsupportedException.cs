namespace Goldens.Running;

/// <summary>The case needs something that is not there: the message says which method, model, block or kind of case.</summary>
public sealed class UnsupportedException(string what) : Exception(what);
