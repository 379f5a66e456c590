using System.Reflection;
using System.Runtime.CompilerServices;

namespace Bridge.Architecture.Tests;

/// <summary>The public surface of an assembly as lines of text, one a member.</summary>
internal static class Surface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What the compiler writes for records says nothing about a decision.
    private static readonly string[] OfRecords = ["Equals", "GetHashCode", "ToString", "PrintMembers", "<Clone>$", "op_Equality", "op_Inequality", "get_EqualityContract", "EqualityContract"];

    public static IEnumerable<string> Of(Assembly assembly) => assembly.GetExportedTypes()
        .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)) && t.Namespace?.StartsWith("Bridge.Api.V1", StringComparison.Ordinal) != true)
        .OrderBy(t => t.FullName, StringComparer.Ordinal)
        .SelectMany(t => Members(t).Distinct().Order(StringComparer.Ordinal).Select(m => $"{Name(t)}{m}").Prepend($"{Kind(t)} {Name(t)}{Bases(t)}"));

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(n => $".{n} = {Convert.ToInt64(Enum.Parse(type, n), System.Globalization.CultureInfo.InvariantCulture)}");
        if (type.BaseType == typeof(MulticastDelegate)) return [Signature(type.GetMethod("Invoke")!)];
        return type.GetMembers(Declared).Where(m => !OfRecords.Contains(m.Name)).Select(m => m switch
        {
            ConstructorInfo c when Visible(c) && !IsCopy(c) => $"({Parameters(c)})",
            MethodInfo { IsSpecialName: false } f when Visible(f) => $".{f.Name}{Generic(f)}{Signature(f)}{Modifier(f)}",
            MethodInfo { IsSpecialName: true } f when Visible(f) && f.Name.StartsWith("op_", StringComparison.Ordinal) => $".{f.Name}{Signature(f)}",
            PropertyInfo p when p.GetAccessors(true).Any(Visible) => $".{p.Name}{Indices(p)}: {Name(p.PropertyType)} {{{(Visible(p.GetMethod) ? " get;" : "")}{Setter(p)} }}",
            FieldInfo f when f.IsPublic || f.IsFamily => $".{f.Name}: {Name(f.FieldType)}",
            EventInfo e when Visible(e.AddMethod) => $".{e.Name}: event {Name(e.EventHandlerType!)}",
            _ => "",
        }).Where(line => line.Length > 0);
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        var bases = type.GetInterfaces().Where(i => i is { IsPublic: true, Name: not "IEquatable`1" } && type.BaseType?.GetInterfaces().Contains(i) != true).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)) bases.Insert(0, Name(b));
        return type.IsEnum || bases.Count == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static bool Visible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsCopy(ConstructorInfo constructor) => constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType;

    private static string Modifier(MethodInfo method) => method.IsStatic ? " static" : method.IsAbstract && !method.DeclaringType!.IsInterface ? " abstract" : "";

    private static string Setter(PropertyInfo property) =>
        !Visible(property.SetMethod) ? "" : property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";

    private static string Indices(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } indices ? $"[{string.Join(", ", indices.Select(i => Name(i.ParameterType)))}]" : "";

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Signature(MethodInfo method) => $"({Parameters(method)}): {Name(method.ReturnType)}";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? "?" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (type.IsPointer) return $"{Name(type.GetElementType()!)}*";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } inner) return $"{Name(inner)}?";
        var plain = type.Namespace?.StartsWith("Bridge", StringComparison.Ordinal) == true && type.DeclaringType is null ? $"{type.Namespace}.{type.Name}" : type.Name;
        if (!type.IsGenericType) return plain;
        var cut = plain.IndexOf('`', StringComparison.Ordinal);
        return $"{(cut < 0 ? plain : plain[..cut])}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
