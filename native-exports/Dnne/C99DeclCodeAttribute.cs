namespace DNNE;

/// <summary>Declarations that the package DNNE writes before the exports. It looks for this attribute by name; nothing else reads it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class C99DeclCodeAttribute(string code) : Attribute
{
    /// <summary>The declarations as C writes them.</summary>
    public string Code => code;
}
