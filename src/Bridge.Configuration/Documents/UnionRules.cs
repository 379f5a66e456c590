using Bridge.Core;

namespace Bridge.Configuration;

/// <summary>Which methods may act together: two of one kind only where they cannot meet in a layer.</summary>
internal static class UnionRules
{
    // Each is compared with each other.
    private const int MostParts = 1024;

    public static void Check(IReadOnlyList<MethodDocument> parts, Func<int, string> field, Func<int, int?> position, ViolationCollector violations)
    {
        if (parts.Count > MostParts)
        {
            violations.Add(new ConfigViolation(ErrorReason.ConfigValueRange, "configs", $"a union of {parts.Count} methods is too long; {MostParts} are allowed") { Found = $"{parts.Count}", Allowed = $"{MostParts}" });
            return;
        }
        for (var i = 0; i < parts.Count; i++)
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (parts[i], parts[j]);
                if (!PythonEquality.AreEqual(a.Architecture, b.Architecture)) continue;
                // With layers left out the two may never meet; that is decided layer by layer.
                if (LeavesOut(a) || LeavesOut(b)) continue;
                var isBottleneck = a.Architecture is ConfigNull or ConfigString { Value: "bottleneck" };
                if (isBottleneck && Differ(a, b, "mh_adapter") && Differ(a, b, "output_adapter")) continue;
                var why = isBottleneck ? "both put a bottleneck adapter in one place of a layer (mh_adapter, output_adapter)" : $"both are of architecture {a.Architecture}";
                violations.Add(new ConfigViolation(ErrorReason.CompositionInvalid, field(i), $"{a.ClassName} cannot be combined with {b.ClassName} ({field(j)}): {why}")
                {
                    Position = position(i),
                    Found = $"{b.ClassName}, {a.ClassName}",
                    Allowed = "methods of different kinds, or bottleneck adapters in different places or layers",
                });
            }
    }

    private static bool LeavesOut(MethodDocument part) => part["leave_out"] is { IsTruthy: true };

    private static bool Differ(MethodDocument a, MethodDocument b, string key) =>
        !PythonEquality.AreEqual(a[key] ?? ConfigValue.Null, b[key] ?? ConfigValue.Null);
}
