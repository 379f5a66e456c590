using System.Reflection;
using System.Runtime.InteropServices;

namespace Bridge.Native.Tests;

/// <summary>The functions that the library exports, from its metadata.</summary>
internal static class Exports
{
    /// <summary>Name to return type and parameter types, as C would write them.</summary>
    public static IReadOnlyDictionary<string, string[]> Functions { get; } = Methods
        .Select(m => (Method: m, m.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint))
        .Where(m => m.EntryPoint is not null)
        .ToDictionary(m => m.EntryPoint!, m => Types(m.Method), StringComparer.Ordinal);

    /// <summary>Exports that share their class and their name in C# with another method.</summary>
    public static IEnumerable<string> AmbiguousMethods => Methods.GroupBy(m => $"{m.DeclaringType}.{m.Name}")
        .Where(g => g.Count() > 1 && g.Any(m => m.IsDefined(typeof(UnmanagedCallersOnlyAttribute)))).Select(g => g.Key);

    private static IEnumerable<MethodInfo> Methods => Assembly.Load("libadapterbridge").GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));

    private static string[] Types(MethodInfo method) => [Name(method.ReturnType), .. method.GetParameters().Select(p => Name(p.ParameterType))];

    private static string Name(Type type)
    {
        if (type.IsFunctionPointer || type.IsUnmanagedFunctionPointer) return "function";
        if (type.IsPointer) return $"{Name(type.GetElementType()!)}*";
        return type.Name switch
        {
            "Void" => "void",
            "Byte" => "byte",
            "Int32" => "int32_t",
            "UInt32" => "uint32_t",
            "Int64" => "int64_t",
            "UInt64" => "uint64_t",
            "Double" => "double",
            "IntPtr" => "handle",
            "BridgeBuffer" => "bridge_buffer",
            "EngineOptionsStruct" => "bridge_engine_options",
            "ForwardOptionsStruct" => "bridge_forward_options",
            "StepStruct" => "bridge_step",
            "DlManagedTensor" => "bridge_dl_tensor",
            "DlManagedTensorVersioned" => "bridge_dl_tensor_versioned",
            var other => throw new InvalidOperationException($"{other} has no name in C"),
        };
    }
}
