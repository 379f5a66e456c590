using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Bridge.Architecture.Tests;

public sealed class StaticStateTests
{
    // Diagnostics and process-wide facts of the native library, by their declaring type; each says in its file why it must be static.
    private static readonly string[] Exempt = ["Bridge.Torch.Tensors.Owners", "Bridge.Torch.Autograd.FunctionNode.State"];

    public static TheoryData<string> Projects => DependencyTests.Projects;

    [Theory, MemberData(nameof(Projects))]
    public void Types_StaticFields_CannotChange(string project)
    {
        var findings = Assemblies.Load(project).GetTypes().Where(t => !IsGenerated(t)).SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(f => !f.IsLiteral && !f.IsDefined(typeof(CompilerGeneratedAttribute)) | f.Name.EndsWith("k__BackingField", StringComparison.Ordinal))
            .Where(f => !Exempt.Contains($"{f.DeclaringType!.FullName}.{f.Name}"))
            .Where(f => !f.IsInitOnly || IsMutableCollection(f.FieldType))
            .Where(f => !f.IsLiteral)
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}: {f.FieldType.Name}");
        SourceTree.AssertNone(findings, "static fields that can change");
    }

    [Theory, MemberData(nameof(Projects))]
    public void Types_TorchModules_AreAbsent(string project) =>
        Assert.DoesNotContain(Assemblies.Load(project).GetTypes(), t => Bases(t).Any(b => b.FullName == "TorchSharp.torch+nn+Module"));

    private static bool IsGenerated(Type type)
    {
        for (var t = type; t is not null; t = t.DeclaringType)
            if (t.IsDefined(typeof(CompilerGeneratedAttribute)) || t.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))) return true;
        return type.Namespace is { } space && (space.StartsWith("Bridge.Api.V1", StringComparison.Ordinal) || space == "Google.LongRunning" || space.EndsWith(".Generated", StringComparison.Ordinal))
            || type.FullName!.StartsWith('<') || Bases(type).Any(b => b.Name == "JsonSerializerContext");
    }

    private static bool IsMutableCollection(Type type) =>
        type.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent" && type.IsClass && typeof(IEnumerable).IsAssignableFrom(type)
        || type.Name.StartsWith("ConditionalWeakTable", StringComparison.Ordinal) || type.Name.StartsWith("ThreadLocal", StringComparison.Ordinal) || type.Name.StartsWith("AsyncLocal", StringComparison.Ordinal);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var t = type.BaseType; t is not null; t = t.BaseType) yield return t;
    }
}
