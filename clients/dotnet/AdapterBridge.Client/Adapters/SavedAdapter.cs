namespace AdapterBridge.Client;

/// <summary>The folder that an adapter was saved to.</summary>
/// <param name="Path">The folder, as an absolute path of the server.</param>
/// <param name="Files">The files written.</param>
public sealed record SavedAdapter(string Path, IReadOnlyList<AdapterFile> Files);
