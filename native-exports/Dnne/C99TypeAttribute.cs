namespace DNNE;

/// <summary>The C type of a parameter, where the package DNNE cannot tell it from the C# one. It looks for this attribute by name; nothing else reads it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
internal sealed class C99TypeAttribute(string code) : Attribute
{
    /// <summary>The type as C writes it.</summary>
    public string Code => code;
}
