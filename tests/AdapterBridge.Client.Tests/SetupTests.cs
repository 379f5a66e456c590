namespace AdapterBridge.Client.Tests;

public sealed class SetupTests(RealService service)
{
    private static readonly string[] Texts = ["first text here", "second text here", "third text here"];

    [Fact]
    public async Task Forward_BatchSplit_GivesEachRowItsOwnAdapter()
    {
        var model = service.Model;
        var (a, b) = (await Create("mixed-a", 1), await Create("mixed-b", 2));
        string[] wanted = ["last_hidden_state"];
        var mixed = await model.ForwardAsync(new TextBatch(Texts), new BatchSplit([1, 2], a, b), wanted).WaitAsync(RealService.Patience);
        var alone = (A: await model.ForwardAsync(new TextBatch(Texts), a, wanted).WaitAsync(RealService.Patience), B: await model.ForwardAsync(new TextBatch(Texts), b, wanted).WaitAsync(RealService.Patience));
        var (all, first, others) = (mixed[wanted[0]].AsSpan<float>().ToArray(), alone.A[wanted[0]].AsSpan<float>().ToArray(), alone.B[wanted[0]].AsSpan<float>().ToArray());
        var row = all.Length / 3;
        Assert.True(Distance(all[..row], first[..row]) < 1e-5);
        Assert.True(Distance(all[row..], others[row..]) < 1e-5);
        Assert.True(Distance(first, others) > 1e-4);
        Assert.Equal(["mixed-a", "mixed-b"], mixed.Adapters.Select(u => u.Adapter).Order());
    }

    [Fact]
    public async Task Forward_TreeAndText_AreTheSame()
    {
        var (a, b) = (await Create("tree-a", 3), await Create("tree-b", 4));
        foreach (var (tree, text) in new (Composition Tree, string Text)[]
        {
            (new Stack(a, b), "Stack(tree-a, tree-b)"),
            (new Average(a, b) { Weights = [0.25, 0.75] }, "Average('tree-a', 'tree-b', weights=[0.25, 0.75])"),
            (new Parallel("tree-a", "tree-b"), "Parallel(tree-a, tree-b)"),
            (new Split([2, 3], "tree-a", "tree-b"), "Split(tree-a, tree-b, splits=[2, 3])"),
        })
        {
            var first = await service.Model.ForwardAsync(new TextBatch(Texts), tree).WaitAsync(RealService.Patience);
            var second = await service.Model.ForwardAsync(new TextBatch(Texts), text).WaitAsync(RealService.Patience);
            var third = await service.Model.ForwardAsync(new TextBatch(Texts), tree.ToString()).WaitAsync(RealService.Patience);
            Assert.Equal(first["last_hidden_state"].Data.ToArray(), second["last_hidden_state"].Data.ToArray());
            Assert.Equal(first["last_hidden_state"].Data.ToArray(), third["last_hidden_state"].Data.ToArray());
        }
    }

    [Fact]
    public void Composition_Text_IsTheServersNotation()
    {
        Assert.Equal("Stack(a, Parallel(b, c))", new Stack("a", new Parallel("b", "c")).ToString());
        Assert.Equal("BatchSplit(a, b, batch_sizes=[1, 2])", new BatchSplit([1, 2], "a", "b").ToString());
        Assert.Equal("Fuse(a, b, name='x')", new Fuse("a", "b") { Name = "x" }.ToString());
        Assert.Equal(new Stack("a", "b"), new Stack("a", "b"));
        Assert.NotEqual<Composition>(new Stack("a", "b"), new Parallel("a", "b"));
    }

    private Task<Adapter> Create(string name, ulong seed) =>
        service.Model.Adapters.CreateAsync(name, new LoraConfig { InitWeights = "bert", R = 4, Alpha = 32 }, seed).WaitAsync(RealService.Patience);

    private static float Distance(float[] one, float[] other) => one.Zip(other, (x, y) => Math.Abs(x - y)).Max();
}
