using System.Text.Json;
using Bridge.Core;

namespace Bridge.Cli.Output;

/// <summary>Errors on standard error: one line and one more for each violation, or one JSON object.</summary>
internal static class ErrorText
{
    public static void Write(BridgeException error, bool json)
    {
        if (json)
        {
            JsonText.Write(Console.Error, writer => WriteObject(writer, error));
            return;
        }
        Console.Error.WriteLine($"error: {Message(error)} ({error.Reason.WireName()})");
        // A single violation is what the message says.
        if (error.Violations.Count < 2) return;
        foreach (var violation in error.Violations) Console.Error.WriteLine($"  {violation.Field}: {violation.Description}");
    }

    public static void Write(IReadOnlyList<string> messages, bool json)
    {
        if (!json)
        {
            foreach (var message in messages) Console.Error.WriteLine($"error: {message}");
            return;
        }
        JsonText.Write(Console.Error, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", string.Join("; ", messages));
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    // On one's own machine there is nobody to hide the cause from.
    private static string Message(BridgeException error) =>
        error is { Reason: ErrorReason.InvariantBroken, InnerException: { } inner } ? $"{error.Message}: {inner.GetType().Name}: {inner.Message}" : error.Message;

    private static void WriteObject(Utf8JsonWriter writer, BridgeException error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", (int)error.Code);
        writer.WriteString("reason", error.Reason.WireName());
        writer.WriteString("message", Message(error));
        writer.WriteStartObject("metadata");
        foreach (var (key, value) in error.Metadata) writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteStartArray("violations");
        foreach (var violation in error.Violations)
        {
            writer.WriteStartObject();
            writer.WriteString("field", violation.Field);
            writer.WriteString("description", violation.Description);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
