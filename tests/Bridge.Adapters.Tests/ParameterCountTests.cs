namespace Bridge.Adapters.Tests;

/// <summary>How many numbers each method adds to a model of BERT-base's shape, as the reference library counts them.</summary>
public sealed class ParameterCountTests(HollowBert bert) : IClassFixture<HollowBert>
{
    [Theory]
    [InlineData("pfeiffer", 894528, 894528)]
    [InlineData("houlsby", 1789056, 1789056)]
    [InlineData("parallel", 7091712, 7091712)]
    [InlineData("scaled_parallel", 7091724, 7091724)]
    [InlineData("pfeiffer+inv", 1190592, 1190592)]
    [InlineData("houlsby+inv", 2085120, 2085120)]
    [InlineData("seq_bn", 894528, 894528)]
    [InlineData("double_seq_bn", 1789056, 1789056)]
    [InlineData("par_bn", 7091712, 7091712)]
    [InlineData("scaled_par_bn", 7091724, 7091724)]
    [InlineData("seq_bn_inv", 1190592, 1190592)]
    [InlineData("double_seq_bn_inv", 2085120, 2085120)]
    [InlineData("compacter++", 28576, 28576)]
    [InlineData("compacter", 57088, 57088)]
    [InlineData("prefix_tuning", 9872384, 9872384)]
    [InlineData("prefix_tuning_flat", 552960, 552960)]
    [InlineData("prompt_tuning", 7680, 7680)]
    [InlineData("mtl_lora", 295128, 295128)]
    [InlineData("lora", 294912, 294912)]
    [InlineData("ia3", 55296, 55296)]
    [InlineData("vera", 14169600, 14157312)]
    [InlineData("dora", 313344, 313344)]
    [InlineData("dvora", 14188032, 14175744)]
    [InlineData("loreft", 36888, 36888)]
    [InlineData("noreft", 36888, 36888)]
    [InlineData("direft", 36888, 36888)]
    [InlineData("mam", 22493984, 22493984)]
    [InlineData("unipelt", 11083376, 11083376)]
    [InlineData("double_seq_bn[leave_out=[0,1,2]]", 1341792, 1341792)]
    [InlineData("lora[r=16,intermediate_lora=True,output_lora=True,attn_matrices=['q','k','v']]", 2359296, 2359296)]
    [InlineData("seq_bn[reduction_factor={'0': 4, '11': 2, 'default': 32}]", 1263408, 1263408)]
    [InlineData("lora|loreft|prompt_tuning", 339480, 339480)]
    [InlineData("seq_bn[use_gating=True,ln_before=True,ln_after=True,scaling='channel']", 949836, 949836)]
    public void Plan_OnBertBase_CountsAsTheReference(string config, long added, long trained)
    {
        using var set = new AdapterSet(bert.Model);
        var plan = set.Plan("a", AdapterConfig.Parse(config));
        // The reference keeps the start of an orthogonal parametrisation, which files hold, as a buffer and does not count it.
        var buffers = plan.Parameters.Where(p => p.Name.EndsWith(".base", StringComparison.Ordinal)).Sum(p => p.Shape.ElementCount);
        Assert.Equal(added, plan.ParameterCount - buffers);
        Assert.Equal(trained, plan.TrainedCount);
        Assert.Empty(set.All);
    }
}
