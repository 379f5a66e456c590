namespace AdapterBridge.Client;

internal static class ResourceNames
{
    public static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>A fresh id; it makes a retry of the same request safe.</summary>
    public static string RequestId() => Guid.NewGuid().ToString();
}
