using Bridge.Core;

namespace Bridge.Checkpoints;

/// <summary>
/// A file of <c>torch.save</c>, current or older format, mapped into memory: a state dict, a nested dictionary (names joined by dots; plain values go to <see cref="Metadata"/>),
/// or one tensor. Nothing of Python is run: the pickle may name nothing but tensors and dictionaries. Views point into the map where the tensor is contiguous there.
/// Safe for any number of readers at once.
/// </summary>
public sealed unsafe class TorchPickleFile : ITensorSource
{
    /// <summary>The name of the tensor of a file that is one tensor and no dictionary (an adapter library's <c>embedding.pt</c>).</summary>
    public const string RootName = "";

    // Views with stride 0 may ask for any amount of memory; what honest files hold stays far below.
    private const long FreeCopies = 64L << 20;

    private readonly MappedFile _file;
    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Dictionary<string, string> _metadata;
    private readonly Lock _gate = new();
    private readonly HashSet<long> _verified = [];
    private readonly Dictionary<string, TensorView> _copies = new(StringComparer.Ordinal);

    private TorchPickleFile(MappedFile file)
    {
        _file = file;
        var places = new Dictionary<string, TorchPlace>(StringComparer.Ordinal);
        var contents = StartsWith(file, ZipTorchFile.Magic) ? ZipTorchFile.Read(file, places)
            : StartsWith(file, LegacyTorchFile.Magic) ? LegacyTorchFile.Read(file, places)
            : throw CheckpointErrors.Corrupt(file.Path, "its beginning", "unknown", "that of a file of torch.save");
        _metadata = contents.Metadata;
        long copies = 0;
        foreach (var (name, tensor) in contents.Tensors)
        {
            if (!places.TryGetValue(tensor.Storage.Key, out var place))
                throw CheckpointErrors.CorruptTensor(Path, name, "its storage",
                    $"\"{CheckpointErrors.Shorten(tensor.Storage.Key)}\", which the file lacks", "a storage in the file");
            var checkedTensor = TorchTensor.Check(Path, name, tensor, place);
            if (!_tensors.TryAdd(name, checkedTensor)) throw CheckpointErrors.CorruptTensor(Path, name, "its name", "given twice", "each name once");
            _names.Add(name);
            if (!checkedTensor.IsUsableInPlace) copies = checked(copies + Math.Min(checkedTensor.ByteLength, long.MaxValue / (1 << 24)));
            if (copies > FreeCopies && copies > 4 * file.Length)
                throw CheckpointErrors.CorruptTensor(Path, name, "the memory that tensors with repeated elements need",
                    $"above {copies} bytes", $"{Math.Max(FreeCopies, 4 * file.Length)}");
        }
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _names;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Opens a file. A damaged or hostile one is CHECKPOINT_CORRUPT, a missing one FILE_NOT_FOUND.</summary>
    public static TorchPickleFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new TorchPickleFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins as one of torch does. FILE_NOT_FOUND.</summary>
    public static bool IsOne(string path)
    {
        using var file = MappedFile.Open(path);
        return StartsWith(file, ZipTorchFile.Magic) || StartsWith(file, LegacyTorchFile.Magic);
    }

    /// <summary>The tensor of that name, or null. The first time its bytes are held against the archive's check sum: CHECKPOINT_CORRUPT.</summary>
    public TensorView? Find(string name)
    {
        ObjectDisposedException.ThrowIf(_file.IsDisposed, this);
        if (!_tensors.TryGetValue(name, out var tensor)) return null;
        lock (_gate)
        {
            Verify(tensor);
            if (tensor.IsUsableInPlace)
                return new TensorView(name, tensor.Description.Type, tensor.Shape, (nint)(_file.Start + tensor.FileOffset), tensor.ByteLength, this);
            if (_copies.TryGetValue(name, out var known)) return known;
            var block = new NativeBlock(tensor.ByteLength);
            tensor.CopyTo(_file.Start + tensor.Place.Offset, block.Start);
            return _copies[name] = new TensorView(name, tensor.Description.Type, tensor.Shape, (nint)block.Start, tensor.ByteLength, block);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool StartsWith(MappedFile file, ReadOnlySpan<byte> magic) => file.Length >= magic.Length && file.Span(0, magic.Length).SequenceEqual(magic);

    private void Verify(TorchTensor tensor)
    {
        if (tensor.Place.Crc is not { } crc || _verified.Contains(tensor.Place.Offset)) return;
        ZipDirectory.Verify(_file, tensor.Place.Name, new ZipEntry(tensor.Place.Offset, tensor.Place.Length, crc));
        _verified.Add(tensor.Place.Offset);
    }
}
