using System.Text.Json;

namespace AdapterBridge.Client;

/// <summary>Rows as lines of JSON.</summary>
internal static class JsonLines
{
    public static byte[] Of(IEnumerable<TextRow> rows, DatasetSchema schema)
    {
        using var lines = new MemoryStream();
        foreach (var row in rows)
        {
            using (var line = new Utf8JsonWriter(lines))
            {
                line.WriteStartObject();
                if (row.Image is { } image)
                {
                    line.WriteStartObject(schema.ImageField ?? throw new ArgumentException("a row holds an image, and the schema names no field for it", nameof(schema)));
                    line.WriteBase64String("bytes", image.Span);
                    line.WriteEndObject();
                }
                else
                {
                    line.WriteString(schema.TextField, row.Text);
                }

                if (row.Pair is not null) line.WriteString(schema.PairField ?? "pair", row.Pair);
                if (row.Label is not null) line.WriteString(schema.LabelField, row.Label);
                line.WriteEndObject();
            }

            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }
}
