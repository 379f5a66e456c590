using Bridge.Configuration;

namespace Bridge.Engine.Models;

/// <summary>Looks through compositions.</summary>
internal static class SetupBlocks
{
    /// <summary>All blocks that fuse, inner ones first.</summary>
    public static IEnumerable<Fuse> Fuses(Composition? composition) =>
        composition is null ? [] : composition.Children.SelectMany(Fuses).Concat(composition is Fuse fuse ? [fuse] : []);
}
