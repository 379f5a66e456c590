namespace Bridge.Adapters.Composing;

/// <summary>
/// A slot's state on its way through a composition: one for all rows and tokens, or parts along rows (dimension 0) or tokens (1) that different adapters have treated, where
/// what comes next must see each as its own adapters left it.
/// </summary>
internal abstract record Mixed<TState>
{
    /// <summary>One state. <paramref name="Acted"/>: whether an adapter acted since the average around it began.</summary>
    internal sealed record Uniform(TState State, bool Acted) : Mixed<TState>;

    /// <summary>Parts one after another.</summary>
    internal sealed record Divided(IReadOnlyList<Mixed<TState>> Parts, int Dimension) : Mixed<TState>;

    /// <summary>The same parts, each state replaced.</summary>
    public Mixed<TState> Map(Func<Uniform, Mixed<TState>> change) => this switch
    {
        Divided divided => new Divided([.. divided.Parts.Select(part => part.Map(change))], divided.Dimension),
        Uniform uniform => change(uniform),
        _ => this,
    };

    /// <summary>One result from each state's own, which <paramref name="join"/> puts together along a dimension.</summary>
    public TResult Settle<TResult>(Func<TState, TResult> one, Func<IReadOnlyList<TResult>, int, TResult> join) => this switch
    {
        Divided divided => join([.. divided.Parts.Select(part => part.Settle(one, join))], divided.Dimension),
        _ => one(((Uniform)this).State),
    };
}
