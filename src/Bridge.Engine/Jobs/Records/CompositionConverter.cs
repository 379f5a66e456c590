using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Configuration;
using Bridge.Core;

namespace Bridge.Engine.Jobs.Records;

/// <summary>Compositions as their text.</summary>
internal sealed class CompositionConverter : JsonConverter<Composition>
{
    public override Composition? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.GetString() is { } text ? Composition.Parse(text) : null;
        }
        catch (BridgeException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Composition value, JsonSerializerOptions options) => writer.WriteStringValue(value.Write());
}
