using System.Globalization;

namespace Bridge.Models.Description;

/// <summary>
/// Names of parts in the checkpoint: <c>{0}</c> stands for the block. Blocks in groups have two numbers, <c>{0}</c> the group's and <c>{1}</c> the block's in it.
/// </summary>
public sealed class NameMap(IReadOnlyDictionary<Role, string> templates, int groupSize = 1)
{
    /// <summary>These names and another one.</summary>
    public NameMap With(Role role, string template) => new(new Dictionary<Role, string>(templates) { [role] = template }, groupSize);

    /// <summary>Whether the model has such a part.</summary>
    public bool Has(Role role) => templates.ContainsKey(role);

    /// <summary>The module's name; <paramref name="layer"/> is -1 for parts outside the layers.</summary>
    public string Of(Role role, int layer = -1) =>
        templates.TryGetValue(role, out var template)
            ? string.Format(CultureInfo.InvariantCulture, template, layer / groupSize, layer % groupSize)
            : throw BridgeException.Of(ErrorCode.Internal, ErrorReason.InvariantBroken, $"the description names no {role}", ("role", role));
}
