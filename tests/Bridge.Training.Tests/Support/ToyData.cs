using Bridge.Core;
using Bridge.Training.Data;

namespace Bridge.Training.Tests.Support;

/// <summary>Rows whose label can be learned: the remainder of their most frequent token.</summary>
internal static class ToyData
{
    private static int Number(RandomSource random, long index, int below) => (int)(random.Fork(index).Seed % (ulong)below);

    public static EncodedDataset Classes(int rows, int classes, ulong seed = 5)
    {
        var ids = Rows(rows, seed);
        return new EncodedDataset("toy", ids, null, Targets.Single([.. ids.Select(row => row[0] % classes)]), new Dictionary<string, int>());
    }

    public static EncodedDataset Scores(int rows, ulong seed = 5)
    {
        var ids = Rows(rows, seed);
        return new EncodedDataset("toy", ids, null, Targets.Score([.. ids.Select(row => row[0] / 25f - 1)]), new Dictionary<string, int>());
    }

    public static EncodedDataset Sets(int rows, int classes, ulong seed = 5)
    {
        var ids = Rows(rows, seed);
        return new EncodedDataset("toy", ids, null, Targets.Multiple([.. ids.Select(row => Enumerable.Range(0, classes).Where(k => row.Contains(k)).ToArray())]), new Dictionary<string, int>());
    }

    private static int[][] Rows(int rows, ulong seed)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var source = random.Fork(row);
            var topic = Number(source, 0, ToyTarget.Vocabulary);
            var length = 1 + Number(source, 1, 12);
            return Enumerable.Range(0, length).Select(i => i % 2 == 0 ? topic : Number(source, 2 + i, ToyTarget.Vocabulary)).ToArray();
        })];
    }
}
