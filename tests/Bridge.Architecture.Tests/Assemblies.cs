using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Bridge.Architecture.Tests;

/// <summary>The compiled projects, which lie beside the test.</summary>
internal static class Assemblies
{
    /// <summary>Loaded, for reflection.</summary>
    public static Assembly Load(string project) => Assembly.LoadFrom(PathOf(project));

    /// <summary>Names of the assemblies that a project uses.</summary>
    public static IReadOnlyList<string> References(string project) => Read(project, reader =>
        reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name)).ToList());

    /// <summary>The types of another project that a project names.</summary>
    public static IReadOnlyList<(string Namespace, string Name)> TypesUsed(string project, string of) => Read(project, reader => reader.TypeReferences
        .Select(reader.GetTypeReference)
        .Where(t => t.ResolutionScope.Kind == HandleKind.AssemblyReference
            && reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)t.ResolutionScope).Name) == of)
        .Select(t => (reader.GetString(t.Namespace), reader.GetString(t.Name))).ToList());

    private static T Read<T>(string project, Func<MetadataReader, T> read)
    {
        using var file = new PEReader(File.OpenRead(PathOf(project)));
        return read(file.GetMetadataReader());
    }

    private static string PathOf(string project) =>
        Path.Combine(AppContext.BaseDirectory, project switch { "Bridge.Cli" => "adapterbridge.dll", "Bridge.Native" => "libadapterbridge.dll", _ => $"{project}.dll" });
}
