using Bridge.Api.Mapping;
using Bridge.Configuration;
using Bridge.Core;
using Google.Protobuf;
using Xunit;
using AdapterConfig = Bridge.Configuration.AdapterConfig;

namespace Bridge.Api.Tests;

public sealed class ConfigMapperTests
{
    public static TheoryData<string> Configs =>
    [
        .. MethodPresets.All.Where(p => p.DeprecatedFor is null).Select(p => p.Name),
        "lora[r=4,alpha=16,dropout=0.1,leave_out=[0,2],attn_matrices=['q','k','v'],use_gating=True,init_weights_seed=7,dtype='bfloat16']",
        "lora[vera_d=1,vera_b=1]",
        "seq_bn[reduction_factor={'0': 4, '1': 8, 'default': 16},non_linearity=None,scaling='learned',residual_before_ln='post_add']",
        "seq_bn_inv[leave_out=[1],stochastic_depth=0.5,dropout=0.25]",
        "compacter[phm_dim=2,shared_W_phm=True,factorized_phm_W=False]",
        "prompt_tuning[prompt_init='from_string',prompt_init_text='a b',combine='prefix_after_bos']",
        "loreft[layers=[0,3],suffix_positions=2,tied_weights=True]",
        "mtl_lora[n_up_projection=3,task_specific_matrix_type='linear']",
        "lora[r=2]|seq_bn[reduction_factor=4]",
    ];

    [Theory, MemberData(nameof(Configs))]
    public void FromMessage_OfToMessage_IsTheSameConfiguration(string text)
    {
        var config = AdapterConfig.Parse(text);
        var message = V1.AdapterConfig.Parser.ParseFrom(ConfigMapper.ToMessage(config).ToByteArray());
        Assert.Equal(config.Write(), ConfigMapper.FromMessage(message, "config").Write());
    }

    [Fact]
    public void FromMessage_Empty_HasTheDefaults()
    {
        Assert.Equal(AdapterConfig.Parse("lora"), ConfigMapper.FromMessage(new V1.AdapterConfig { Lora = new V1.LoraConfig() }, "config"));
        Assert.Equal(AdapterConfig.Parse("seq_bn").Write(), ConfigMapper.FromMessage(new V1.AdapterConfig { Bottleneck = new V1.BottleneckConfig() }, "config").Write());
        Assert.Equal(AdapterConfig.Parse("loreft").Write(), ConfigMapper.FromMessage(new V1.AdapterConfig { Reft = new V1.ReftConfig() }, "config").Write());
    }

    [Fact]
    public void FromMessage_TwoBadValues_NamesBothFields()
    {
        var error = Assert.Throws<BridgeException>(() => ConfigMapper.FromMessage(new V1.AdapterConfig { Lora = new V1.LoraConfig { R = 0, Dropout = 7 } }, "config"));
        Assert.Equal(ErrorReason.ConfigValueRange, error.Reason);
        Assert.Equal(["config.lora.r", "config.lora.dropout"], error.Violations.Select(v => v.Field));
    }

    [Fact]
    public void FromMessage_NothingSet_IsRefused()
    {
        Assert.Equal(ErrorReason.ArgumentInvalid, Assert.Throws<BridgeException>(() => ConfigMapper.FromMessage(new V1.AdapterConfig(), "config")).Reason);
        var nested = new V1.AdapterConfig { Composite = new V1.CompositeConfig { Configs = { new V1.AdapterConfig { Composite = new V1.CompositeConfig() } } } };
        Assert.Equal(ErrorReason.ConfigType, Assert.Throws<BridgeException>(() => ConfigMapper.FromMessage(nested, "config")).Reason);
    }
}
