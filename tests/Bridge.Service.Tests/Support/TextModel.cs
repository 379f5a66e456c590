using System.Text.Json.Nodes;
using TestKit;

namespace Bridge.Service.Tests.Support;

/// <summary>A small random model of an architecture with a recorded tokenizer of the kind that its models have.</summary>
internal sealed class TextModel : IDisposable
{
    private readonly RandomModel _model;

    public TextModel(string architecture, string modelClass, params (string Name, long[] Shape)[] head)
    {
        var tokenizer = TokenizerOf(architecture);
        var (vocabulary, padding, end, special) = tokenizer switch
        {
            "wordpiece-cased" => (1800, 0, 3, """{"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}"""),
            "bytelevel-gpt2" => (2000, 0, 0, """{"pad_token": "<|endoftext|>", "eos_token": "<|endoftext|>"}"""),
            "bytelevel-roberta" => (1801, 1, 2, """{"pad_token": "<pad>", "eos_token": "</s>", "mask_token": "<mask>", "cls_token": "<s>", "sep_token": "</s>"}"""),
            "spbpe-llama2" => (2000, 2, 2, """{"pad_token": "</s>", "eos_token": "</s>", "bos_token": "<s>"}"""),
            _ => (2001, 1, 2, """{"pad_token": "<pad>", "eos_token": "</s>", "mask_token": "<mask>", "cls_token": "<s>", "sep_token": "</s>"}"""),
        };
        _model = new RandomModel(
            RandomConfigs.Of(architecture, modelClass, vocabulary, ("pad_token_id", padding), ("eos_token_id", end), ("id2label", JsonNode.Parse("""{"0": "low", "1": "high"}"""))), 1, head);
        File.Copy(RepositoryRoot.Combine("tests", "Bridge.Tokenization.Tests", "Data", tokenizer, "tokenizer.json"), Path.Combine(Folder, "tokenizer.json"));
        File.WriteAllText(Path.Combine(Folder, "tokenizer_config.json"), special);
    }

    public string Folder => _model.Folder;

    public void Dispose() => _model.Dispose();

    private static string TokenizerOf(string architecture) => architecture switch
    {
        "bert" or "distilbert" or "electra" => "wordpiece-cased",
        "gpt2" => "bytelevel-gpt2",
        "roberta" or "bart" => "bytelevel-roberta",
        "llama" => "spbpe-llama2",
        _ => "unigram-xlmr",
    };
}
