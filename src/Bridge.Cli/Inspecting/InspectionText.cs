using System.Globalization;
using System.Text.Json;
using Bridge.Cli.Output;

namespace Bridge.Cli.Inspecting;

/// <summary>Shows an inspection.</summary>
internal static class InspectionText
{
    public static void Show(Inspection found, bool tensors, string indent = "")
    {
        Console.WriteLine($"{indent}{found.Kind} {found.Path}");
        foreach (var (key, value) in found.Facts) Console.WriteLine($"{indent}  {key}: {value}");
        if (found.Tensors.Count > 0) Console.WriteLine($"{indent}  {Total(found)}");
        if (tensors && found.Tensors.Count > 0)
        {
            var table = Tables.New("tensor", "type", "shape");
            foreach (var tensor in found.Tensors) table.Row(tensor.Name, tensor.DataType.ToString().ToLowerInvariant(), tensor.Shape.ToString());
            table.Show();
        }
        foreach (var part in found.Parts) Show(part, tensors, indent + "  ");
    }

    public static void WriteJson(Inspection found) => JsonText.Write(Console.Out, writer => Write(writer, found));

    private static void Write(Utf8JsonWriter writer, Inspection found)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", found.Kind);
        writer.WriteString("path", found.Path);
        writer.WriteStartObject("facts");
        foreach (var (key, value) in found.Facts) writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteNumber("parameter_count", Count(found));
        writer.WriteNumber("byte_size", found.Tensors.Sum(t => t.ByteLength));
        writer.WriteStartArray("tensors");
        foreach (var tensor in found.Tensors)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tensor.Name);
            writer.WriteTensorType(tensor.DataType, tensor.Shape);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("parts");
        foreach (var part in found.Parts) Write(writer, part);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static long Count(Inspection found) => found.Tensors.Sum(t => t.Shape.ElementCount);

    private static string Total(Inspection found)
    {
        var types = string.Join(", ", found.Tensors.Select(t => t.DataType.ToString().ToLowerInvariant()).Distinct());
        return string.Create(CultureInfo.InvariantCulture, $"{found.Tensors.Count} tensors, {Count(found)} parameters, {found.Tensors.Sum(t => t.ByteLength) / 1048576.0:F1} MiB, {types}");
    }
}
