namespace Bridge.Service;

/// <summary>Where errors go that nobody foresaw: to the service's own error output, with everything that callers are not told.</summary>
internal static class ErrorLog
{
    public static void Write(string doing, Exception error) =>
        Console.Error.WriteLine($"{DateTimeOffset.UtcNow:O} error in {doing}: {(error is Core.BridgeException { InnerException: { } inner } ? inner : error)}");
}
