using System.CommandLine;
using System.Globalization;
using Bridge.Cli.Output;
using Bridge.Engine;

namespace Bridge.Cli.Commands;

/// <summary><c>doctor</c>: what the engine stands on, and what to fix.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var quick = new Option<bool>("--quick") { Description = "Measure nothing." };
        var json = CommonOptions.Json();
        var command = new Command("doctor", "Tell what is loaded from where, how fast it is, and the one thing to fix.") { quick, json };
        command.SetAction(parsed =>
        {
            var report = Doctor.Examine(measure: !parsed.GetValue(quick));
            if (parsed.GetValue(json)) WriteJson(report);
            else Show(report);
            return report.Libraries.All(l => l.Loaded) ? 0 : ExitCodes.Failure;
        });
        return command;
    }

    private static void Show(DoctorReport report)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"AdapterBridge {report.Version}, libtorch {report.TorchVersion ?? "none"} ({report.Flavor ?? "none"}) from {report.Folder ?? "nowhere"} ({report.FolderSource ?? "not found"}), loaded in {report.LoadTime.TotalMilliseconds:F0} ms"));
        var table = Tables.New("library", "version", "MiB", "result", "path");
        foreach (var library in report.Libraries)
            table.Row(library.Name, library.Version ?? "", (library.ByteSize / 1048576.0).ToString("F1", CultureInfo.InvariantCulture), library.Error ?? (library.Loaded ? "loaded" : "not needed"), library.Path);
        table.Show();
        Console.WriteLine($"devices: {string.Join(", ", report.Devices)}");
        Console.WriteLine($"threads: {report.Threads} ({report.ThreadsSource})");
        Console.WriteLine($"matrix products: {report.MatrixProducts}");
        Console.WriteLine($"allocator: {report.Allocator}");
        foreach (var speed in report.Speeds) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {speed.DataType} {speed.Through}: {speed.Gflops:F0} GFLOP/s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"free: {report.FreeMemoryBytes / 1073741824.0:F1} GiB memory, {report.FreeDiskBytes / 1073741824.0:F1} GiB disk"));
        Console.WriteLine(report.Fix is { } fix ? $"to fix: {fix}" : "nothing to fix");
    }

    private static void WriteJson(DoctorReport report) => JsonText.Write(Console.Out, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", report.Version);
        writer.WriteString("torch_version", report.TorchVersion);
        writer.WriteString("flavor", report.Flavor);
        writer.WriteString("folder", report.Folder);
        writer.WriteString("folder_source", report.FolderSource);
        writer.WriteNumber("load_ms", Math.Round(report.LoadTime.TotalMilliseconds, 1));
        writer.WriteStartArray("libraries");
        foreach (var library in report.Libraries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", library.Name);
            writer.WriteString("path", library.Path);
            writer.WriteString("version", library.Version);
            writer.WriteNumber("byte_size", library.ByteSize);
            writer.WriteBoolean("loaded", library.Loaded);
            writer.WriteString("error", library.Error);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("devices");
        foreach (var device in report.Devices) writer.WriteStringValue(device);
        writer.WriteEndArray();
        writer.WriteNumber("threads", report.Threads);
        writer.WriteString("threads_source", report.ThreadsSource);
        writer.WriteString("matrix_products", report.MatrixProducts);
        writer.WriteString("allocator", report.Allocator);
        writer.WriteStartArray("speeds");
        foreach (var speed in report.Speeds)
        {
            writer.WriteStartObject();
            writer.WriteString("data_type", speed.DataType);
            writer.WriteString("through", speed.Through);
            writer.WriteNumber("gflops", Math.Round(speed.Gflops, 1));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("free_memory_bytes", report.FreeMemoryBytes);
        writer.WriteNumber("free_disk_bytes", report.FreeDiskBytes);
        writer.WriteString("fix", report.Fix);
        writer.WriteEndObject();
    });
}
