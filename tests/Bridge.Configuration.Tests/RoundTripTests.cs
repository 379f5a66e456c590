using FsCheck.Xunit;
using Xunit;

namespace Bridge.Configuration.Tests;

public class RoundTripTests
{
    [Property(Arbitrary = [typeof(Generators)], MaxTest = 500)]
    public void Parse_OfWritten_GivesTheConfigBack(AdapterConfig config)
    {
        Assert.Equal(config, AdapterConfig.Parse(config.Write()));
        Assert.Equal(config.Write(), AdapterConfig.Parse(config.Write()).Write());
    }

    [Property(Arbitrary = [typeof(Generators)], MaxTest = 500)]
    public void FromJson_OfWritten_GivesTheConfigBack(AdapterConfig config)
    {
        Assert.Equal(config, AdapterConfig.FromJson(config.ToJson()));
        Assert.Equal(config, AdapterConfig.FromDocument(config.ToDocument()));
        var file = new AdapterConfigFile { Config = config, Name = "a", HiddenSize = 32 };
        Assert.Equal(file, AdapterConfigFile.Read(file.Write()));
    }

    [Property(Arbitrary = [typeof(Generators)], MaxTest = 300)]
    public void Replace_OfNothing_ChangesNothing(AdapterConfig config) => Assert.Equal(config, config.Replace());

    [Property(Arbitrary = [typeof(Generators)], MaxTest = 500)]
    public void Parse_OfWrittenComposition_GivesItBack(Composition composition)
    {
        Assert.Equal(composition, Composition.Parse(composition.Write()));
        Assert.Equal(composition, Composition.FromJson(composition.ToJson()));
    }

    [Property(MaxTest = 1000)]
    public void Parse_OfAnyText_GivesAConfigOrATypedError(string? text) => Never(text ?? "");

    // Texts made of the notation's own marks go deeper into the parser than random ones.
    [Property(MaxTest = 3000)]
    public void Parse_OfAnyMarks_GivesAConfigOrATypedError(byte[] choices)
    {
        string[] pieces = ["lora", "seq_bn", "mam", "[", "]", "|", "r", "=", "4", ",", " ", "'", "\"", "{", "}", "(", ")", ":", "\\", "-", ".", "1e", "_", "True", "x'", "b\"", "#", "leave_out", "default", "\n"];
        Never(string.Concat(choices.Select(c => pieces[c % pieces.Length])));
    }

    private static void Never(string text)
    {
        foreach (var read in new Action[] { () => AdapterConfig.Parse(text), () => Composition.Parse(text), () => ConfigJson.Parse(text), () => FusionConfig.Parse(text), () => AdapterConfigFile.Read(text) })
        {
            try
            {
                read();
            }
            catch (Core.BridgeException e)
            {
                Assert.Equal(Core.ErrorCode.InvalidArgument, e.Code);
            }
        }
    }
}
