using Bridge.Configuration;
using Bridge.Models.Slots;
using Bridge.Torch.Parameters;

namespace Bridge.Adapters.Methods.Lora;

/// <summary>
/// Several B, averaged with weights softmax(w / sharpness), after a task's own r x r matrix. The weighted mean of the B is taken before the product: one product whatever
/// their number.
/// </summary>
internal sealed class MtlFactors(Tensor a, Tensor ups, Tensor task, Tensor weights, MtlLoraConfig config) : LoraFactors
{
    public override Tensor A => a;

    public static MtlFactors Build(ModuleParameters at, MtlLoraConfig config, Tensor a, LinearSlot slot)
    {
        var initial = config.InitWeights == LoraInit.Bert ? new Initializer.Normal(0.02) : Initializer.Zeros;
        var ups = at.Get("lora_B", initial, config.NUpProjection, slot.OutFeatures, config.R);
        var weights = at.Get("weights", Initializer.Ones, config.NUpProjection);
        var task = config.TaskSpecificMatrixType == TaskMatrixKind.SingularValues
            ? at.Get("task_specific.values", Initializer.Ones, config.R)
            : at.Get("task_specific.values", Initializer.Ones, config.R, config.R);
        return new MtlFactors(a, ups, task, weights, config);
    }

    // x A^T T B^T = x A^T (B T^T)^T
    public override Tensor B()
    {
        var share = (weights / config.WeightsSharpness).exp();
        var up = (ups * (share / share.sum()).view(-1, 1, 1)).sum(dim: 0); // (out, r)
        return config.TaskSpecificMatrixType == TaskMatrixKind.SingularValues ? up * task : up.matmul(task.transpose(0, 1));
    }
}
