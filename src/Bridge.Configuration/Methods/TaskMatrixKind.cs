namespace Bridge.Configuration;

/// <summary>What MTL-LoRA learns for each task (<c>task_specific_matrix_type</c>).</summary>
public enum TaskMatrixKind
{
    /// <summary>A diagonal: "singular_values".</summary>
    SingularValues,

    /// <summary>A full matrix: "linear".</summary>
    Linear,
}
