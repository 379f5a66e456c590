using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Core;

namespace Bridge.Cli.Output;

/// <summary>JSON on a text stream: indented, or one object a line.</summary>
internal static class JsonText
{
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write, bool oneLine = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder leaves quotes and letters of other scripts readable; nothing here goes into a web page.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = !oneLine, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(writer);
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>A tensor's type and shape, as members of the open object.</summary>
    public static void WriteTensorType(this Utf8JsonWriter writer, DataType type, Shape shape)
    {
        writer.WriteString("data_type", type.ToString().ToLowerInvariant());
        writer.WriteStartArray("shape");
        foreach (var size in shape.Dimensions) writer.WriteNumberValue(size);
        writer.WriteEndArray();
    }
}
