namespace AdapterBridge.Client;

/// <summary>Whether an adapter method works.</summary>
/// <param name="Method">Its identifier.</param>
/// <param name="Title">Its name in words.</param>
/// <param name="Supported">Whether it works.</param>
/// <param name="Why">Why not; empty where it does.</param>
/// <param name="ConfigString">Its defaults in the string notation.</param>
public sealed record MethodCapability(string Method, string Title, bool Supported, string Why, string ConfigString);
