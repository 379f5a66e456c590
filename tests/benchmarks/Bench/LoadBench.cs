using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Text.Json.Nodes;
using Bridge.Models;
using Bridge.Torch;
using static TorchSharp.torch;

namespace Bench;

/// <summary>Making a model of its folder, beside mapping the file of its weights and touching every page of it: in turn, the file in the system's cache.</summary>
internal static class LoadBench
{
    private const int Page = 4096;

    public static void Run(BenchOptions options)
    {
        TorchRuntime.Load();
        var shape = ModelShape.Of(options.Model);
        var type = options.Type == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        var (folder, file) = (SyntheticModel.Folder(shape, type), SyntheticModel.Weights(shape, type));
        var (map, load, touched) = (new List<double>(), new List<double>(), new List<double>());
        for (var step = 0; step <= options.Steps; step++)
        {
            var mapped = Clock.Of(() => Map(file), options.ProcessorTime);
            TransformerModel? model = null;
            var made = Clock.Of(() => model = TransformerModel.Load(folder, new ModelLoadOptions { DataType = type }), options.ProcessorTime);
            var read = Clock.Of(() => Touch(model!), options.ProcessorTime);
            model!.Dispose();
            if (step == 0) continue;
            map.Add(mapped);
            load.Add(made);
            touched.Add(made + read);
        }
        var values = new JsonObject
        {
            ["model"] = shape.Name, ["dtype"] = options.Type, ["megabytes"] = new System.IO.FileInfo(file).Length / 1e6, ["map_and_touch_ms"] = map.Min(), ["load_ms"] = load.Min(),
            ["load_and_touch_ms"] = touched.Min(), ["ratio"] = touched.Min() / map.Min(),
        };
        if (options.Json) Console.WriteLine(values.ToJsonString());
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{shape.Name}, {options.Type}, {values["megabytes"]!.GetValue<double>():F0} MB, least of {options.Steps}: map and touch {map.Min():F1} ms, load {load.Min():F1} ms, load and touch {touched.Min():F1} ms, {touched.Min() / map.Min():F2} x"));
    }

    private static unsafe void Map(string path)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Sum(start, view.Capacity);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    private static unsafe void Touch(TransformerModel model)
    {
        foreach (var tensor in model.Parameters.Values)
        {
            var bytes = tensor.bytes;
            fixed (byte* start = bytes) Sum(start, bytes.Length);
        }
    }

    private static unsafe void Sum(byte* start, long length)
    {
        var sum = 0;
        for (long at = 0; at < length; at += Page) sum += start[at];
        GC.KeepAlive(sum);
    }
}
