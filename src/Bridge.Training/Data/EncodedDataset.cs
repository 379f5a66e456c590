using Bridge.Core;

namespace Bridge.Training.Data;

/// <summary>Rows as token ids, each cut to the maximal length, or as images, with their labels. Immutable; tensors are made batch by batch.</summary>
public sealed class EncodedDataset
{
    private readonly int[][] _inputIds;
    private readonly int[][]? _tokenTypeIds;

    /// <summary>Rows of token ids with labels. Arrays are taken over.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="inputIds">Token ids a row; no row is empty.</param>
    /// <param name="tokenTypeIds">Segment ids of the same lengths, or null.</param>
    /// <param name="targets">Labels, one entry a row.</param>
    /// <param name="labelIds">Class names and ids.</param>
    public EncodedDataset(string name, int[][] inputIds, int[][]? tokenTypeIds, Targets targets, IReadOnlyDictionary<string, int> labelIds)
    {
        if (inputIds.Length == 0) throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{name}\" has no rows", ("data", name), ("rows", 0));
        if (targets.Count != inputIds.Length)
            throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{name}\" has {inputIds.Length} rows and {targets.Count} labels",
                ("data", name), ("rows", inputIds.Length), ("labels", targets.Count));
        for (var row = 0; row < inputIds.Length; row++)
        {
            if (inputIds[row].Length == 0)
                throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{name}\": row {row} has no tokens", ("data", name), ("row", row), ("tokens", 0));
            if (tokenTypeIds is not null && tokenTypeIds[row].Length != inputIds[row].Length)
                throw BridgeException.Invalid(ErrorReason.DataInvalid, $"data \"{name}\": row {row} has {inputIds[row].Length} tokens and {tokenTypeIds[row].Length} segment ids",
                    ("data", name), ("row", row), ("tokens", inputIds[row].Length), ("segment_ids", tokenTypeIds[row].Length));
        }
        Name = name;
        _inputIds = inputIds;
        _tokenTypeIds = tokenTypeIds;
        Targets = targets;
        LabelIds = labelIds;
        Lengths = [.. inputIds.Select(ids => ids.Length)];
    }

    private EncodedDataset(PixelRows pixels, Targets targets, IReadOnlyDictionary<string, int> labelIds)
    {
        (Name, Pixels, Targets, LabelIds, _inputIds) = (pixels.Name, pixels, targets, labelIds, []);
        Lengths = [.. Enumerable.Repeat(pixels.Length, pixels.Count)];
    }

    /// <summary>Images with labels: pixel values are made batch by batch.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="targets">Labels, one entry an image.</param>
    /// <param name="labelIds">Class names and ids.</param>
    public static EncodedDataset OfImages(PixelRows pixels, Targets targets, IReadOnlyDictionary<string, int> labelIds) => new(pixels, targets, labelIds);

    /// <summary>The images, where rows are such.</summary>
    public PixelRows? Pixels { get; }

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>How many rows.</summary>
    public int Count => Lengths.Count;

    /// <summary>Tokens of each row; of images, their patches and the first token.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>The labels.</summary>
    public Targets Targets { get; }

    /// <summary>How tokens are hidden from a masked language model; null for other objectives.</summary>
    public TokenMasking? Masking { get; init; }

    /// <summary>How many targets the mean loss over these rows is taken over.</summary>
    public long CountIn(IReadOnlyList<int> rows) => Masking is { } masking ? rows.Sum(row => (long)masking.CountIn(row)) : Targets.CountIn(rows);

    /// <summary>Class names and ids, by id.</summary>
    public IReadOnlyDictionary<string, int> LabelIds { get; }

    /// <summary>Whether rows have segment ids.</summary>
    public bool HasTokenTypeIds => _tokenTypeIds is not null;

    /// <summary>Token ids of a row; empty for an image.</summary>
    public ReadOnlySpan<int> InputIds(int row) => Pixels is null ? _inputIds[row] : [];

    /// <summary>Segment ids of a row; empty where there are none.</summary>
    public ReadOnlySpan<int> TokenTypeIds(int row) => _tokenTypeIds is null ? [] : _tokenTypeIds[row];
}
