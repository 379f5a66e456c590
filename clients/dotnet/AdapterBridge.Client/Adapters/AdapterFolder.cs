using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Google.Protobuf;

namespace AdapterBridge.Client;

/// <summary>An AdapterHub folder of this machine as the messages of an upload.</summary>
internal static class AdapterFolder
{
    public static readonly IReadOnlyList<string> AdapterFiles = ["adapter_config.json", "adapter.safetensors"];
    public static readonly IReadOnlyList<string> HeadFiles = ["head_config.json", "model_head.safetensors"];

    /// <summary>The messages; <paramref name="arrived"/> says how much of each file came there before.</summary>
    public static async IAsyncEnumerable<Wire.UploadAdapterRequest> ReadAsync(
        string folder, Wire.UploadAdapterHeader header, IReadOnlyDictionary<string, long> arrived, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return new Wire.UploadAdapterRequest { Header = header };
        var finish = new Wire.UploadFinish();
        foreach (var name in AdapterFiles.Concat(HeadFiles.Where(f => header.WithHead && File.Exists(Path.Combine(folder, f)))))
        {
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var source = File.OpenRead(Path.Combine(folder, name));
            var (size, sent) = (0L, arrived.GetValueOrDefault(name));
            while (true)
            {
                var buffer = new byte[TensorPieces.PieceBytes];
                var count = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
                if (count == 0) break;
                sum.AppendData(buffer, 0, count);
                var skip = (int)Math.Clamp(sent - size, 0, count);
                if (skip < count)
                    yield return new Wire.UploadAdapterRequest { Chunk = new Wire.FileChunk { File = name, Offset = size + skip, Data = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(skip, count - skip)) } };
                size += count;
            }

            finish.Files.Add(new Wire.FileInfo { File = name, ByteSize = size, Sha256 = ByteString.CopyFrom(sum.GetHashAndReset()) });
        }

        yield return new Wire.UploadAdapterRequest { Finish = finish };
    }
}
