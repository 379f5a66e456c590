using System.Globalization;

namespace Bridge.Models.Description;

/// <summary>Names of parts in the checkpoint: <c>{0}</c> stands for the layer.</summary>
public sealed class NameMap(IReadOnlyDictionary<Role, string> templates)
{
    /// <summary>The module's name; <paramref name="layer"/> is -1 for parts outside the layers.</summary>
    public string Of(Role role, int layer = -1) =>
        templates.TryGetValue(role, out var template)
            ? string.Format(CultureInfo.InvariantCulture, template, layer)
            : throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"the description names no {role}", ("role", role));
}
