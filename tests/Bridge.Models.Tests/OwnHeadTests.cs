using System.Text.Json.Nodes;
using Bridge.Models.Heads;
using static TorchSharp.torch.nn.functional;

namespace Bridge.Models.Tests;

/// <summary>Checkpoints of model classes with one fixed head bring it along; what it computes is put together here by hand from the hidden states.</summary>
public sealed class OwnHeadTests
{
    private const int Hidden = 16, Embedding = 12, Vocabulary = 60;

    // Third rows are padded on the right; token 2 ends a sequence.
    private static readonly long[,] Ids = { { 5, 9, 11, 2, 7, 2 }, { 6, 8, 2, 3, 4, 2 }, { 10, 12, 2, 1, 1, 1 } };

    private sealed record Row(string Architecture, string Class, (string Name, long[] Shape)[] Tensors, Func<ModelOutputs, Func<string, Tensor>, Tensor> Expected);

    private static readonly Dictionary<string, Row> Rows = new Row[]
    {
        Dense("roberta", "RobertaForSequenceClassification", "classifier.dense", "classifier.out_proj", (o, w) => w(o).tanh(), First),
        Dense("xlm-roberta", "XLMRobertaForSequenceClassification", "classifier.dense", "classifier.out_proj", (o, w) => w(o).tanh(), First),
        Dense("electra", "ElectraForSequenceClassification", "classifier.dense", "classifier.out_proj", (o, w) => gelu(w(o)), First),
        Dense("electra", "ElectraForMultipleChoice", "sequence_summary.summary", "classifier", (o, w) => gelu(w(o)), First, labels: 1),
        Dense("distilbert", "DistilBertForSequenceClassification", "pre_classifier", "classifier", (o, w) => relu(w(o)), First),
        Dense("distilbert", "DistilBertForMultipleChoice", "pre_classifier", "classifier", (o, w) => relu(w(o)), First, labels: 1),
        Dense("bart", "BartForSequenceClassification", "classification_head.dense", "classification_head.out_proj", (o, w) => w(o).tanh(), o => At(o, 5, 5, 2)),
        Dense("t5", "T5ForSequenceClassification", "classification_head.dense", "classification_head.out_proj", (o, w) => w(o).tanh(), o => At(o, 5, 5, 2)),
        Projection("bert", "BertForSequenceClassification", "classifier", o => o.PoolerOutput!.alias()),
        Projection("albert", "AlbertForSequenceClassification", "classifier", o => o.PoolerOutput!.alias()),
        Projection("albert", "AlbertForMultipleChoice", "classifier", o => o.PoolerOutput!.alias(), labels: 1),
        Projection("roberta", "RobertaForMultipleChoice", "classifier", o => o.PoolerOutput!.alias(), labels: 1),
        Projection("gpt2", "GPT2ForSequenceClassification", "score", o => At(o, 5, 5, 2), bias: false),
        Projection("llama", "LlamaForSequenceClassification", "score", o => At(o, 5, 5, 2), bias: false),
        Projection("vit", "ViTForImageClassification", "classifier", First),
        Projection("roberta", "RobertaForTokenClassification", "classifier", All),
        Projection("distilbert", "DistilBertForTokenClassification", "classifier", All),
        Projection("electra", "ElectraForTokenClassification", "classifier", All),
        Projection("albert", "AlbertForTokenClassification", "classifier", All),
        Projection("gpt2", "GPT2ForTokenClassification", "classifier", All),
        Projection("llama", "LlamaForTokenClassification", "score", All),
        Projection("xlm-roberta", "XLMRobertaForQuestionAnswering", "qa_outputs", All, labels: 2),
        Projection("distilbert", "DistilBertForQuestionAnswering", "qa_outputs", All, labels: 2),
        Projection("gpt2", "GPT2ForQuestionAnswering", "qa_outputs", All, labels: 2),
        Projection("bart", "BartForQuestionAnswering", "qa_outputs", All, labels: 2),
        Projection("t5", "T5ForQuestionAnswering", "qa_outputs", All, labels: 2),
        Tokens("bert", "BertForMaskedLM", "cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm", "cls.predictions.bias", Hidden),
        Tokens("roberta", "RobertaForMaskedLM", "lm_head.dense", "lm_head.layer_norm", "lm_head.bias", Hidden),
        Tokens("electra", "ElectraForMaskedLM", "generator_predictions.dense", "generator_predictions.LayerNorm", "generator_lm_head.bias", Embedding),
        Tokens("distilbert", "DistilBertForMaskedLM", "vocab_transform", "vocab_layer_norm", "vocab_projector.bias", Hidden),
        Tokens("albert", "AlbertForMaskedLM", "predictions.dense", "predictions.LayerNorm", "predictions.bias", Embedding),
        new("gpt2", "GPT2LMHeadModel", [], (o, w) => linear(o.LastHiddenState, w("wte.weight"))),
        new("llama", "LlamaForCausalLM", [("lm_head.weight", [Vocabulary, Hidden])], (o, w) => linear(o.LastHiddenState, w("lm_head.weight"))),
        new("t5", "T5ForConditionalGeneration", [], (o, w) => linear(o.LastHiddenState * Math.Pow(Hidden, -0.5), w("shared.weight"))),
        new("bart", "BartForConditionalGeneration", [("final_logits_bias", [1, Vocabulary])], (o, w) => linear(o.LastHiddenState, w("shared.weight")) + w("final_logits_bias")),
    }.ToDictionary(r => r.Class);

    public static TheoryData<string> Classes => [.. Rows.Keys];

    [Theory, MemberData(nameof(Classes))]
    public void AddOwn_FixedClass_ComputesWhatTheClassDoes(string modelClass)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var row = Rows[modelClass];
        using var folder = Folder(row);
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        var head = heads.AddOwn("own");
        using var outputs = Run(model);
        var expected = row.Expected(outputs, name => Stored(model, name));
        var logits = head.Forward(outputs, ForwardContext.Plain);
        if (head.Config is MultipleChoiceHeadConfig) expected = expected.reshape(1, 3);
        TensorAssert.Close(expected, logits, 1e-5);
        Assert.Equal(modelClass, head.Config.ModelClass);
        if (head.Config is not (LanguageModelHeadConfig or QuestionAnsweringHeadConfig or MultipleChoiceHeadConfig)) Assert.Equal(["no", "maybe", "yes"], head.Labels);
    }

    [Theory, MemberData(nameof(Classes))]
    public void SaveAndLoad_OwnHead_KeepsItsClassItsNamesAndItsBits(string modelClass)
    {
        using var scope = NewDisposeScope();
        using var folder = Folder(Rows[modelClass]);
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        var own = heads.AddOwn("own");
        var place = Directory.CreateDirectory(Path.Combine(folder.Folder, "head")).FullName;
        heads.Save("own", place);
        var config = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(place, "head_config.json")))!;
        Assert.Null(config["config"]);
        Assert.Equal(modelClass, config["model_class"]!.GetValue<string>());
        using (var file = Bridge.Checkpoints.SafetensorsFile.Open(Path.Combine(place, "model_head.safetensors")))
            Assert.All(Rows[modelClass].Tensors, t => Assert.True(file.Find(t.Name) is not null || t.Name.EndsWith("bias", StringComparison.Ordinal), t.Name));
        var again = heads.Load(place, "again");
        Assert.Equal(own.Parameters.Values.Count(), again.Parameters.Values.Count());
        foreach (var (before, after) in own.Parameters.Zip(again.Parameters)) TensorAssert.Same(before.Value, after.Value);
        Assert.True(JsonNode.DeepEquals(HeadJson.Write(own.Config), HeadJson.Write(again.Config)));
        Assert.Equal(own.Config.Dropouts, again.Config.Dropouts);
    }

    [Theory]
    [InlineData("distilbert", "DistilBertForSequenceClassification", "seq_classif_dropout", new[] { -1, 0.5 })]
    [InlineData("roberta", "RobertaForSequenceClassification", "classifier_dropout", new[] { 0.5, 0.5 })]
    [InlineData("electra", "ElectraForMultipleChoice", "summary_last_dropout", new[] { -1, 0.5 })]
    [InlineData("albert", "AlbertForTokenClassification", "classifier_dropout_prob", new[] { 0.5 })]
    [InlineData("distilbert", "DistilBertForQuestionAnswering", "qa_dropout", new[] { 0.5 })]
    [InlineData("xlm-roberta", "XLMRobertaForQuestionAnswering", "hidden_dropout_prob", new[] { -1.0 })]
    [InlineData("gpt2", "GPT2ForSequenceClassification", "resid_pdrop", new[] { -1.0 })]
    public void AddOwn_FixedClass_DropsWhereTheClassDoes(string architecture, string modelClass, string key, double[] expected)
    {
        using var scope = NewDisposeScope();
        var row = Rows[modelClass];
        Assert.Equal(architecture, row.Architecture);
        using var folder = Folder(row, (key, 0.5));
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        Assert.Equal(expected, heads.AddOwn().Config.Dropouts!.Select(d => d ?? -1));
    }

    // Half of the classifier's inputs are dropped, none of the layer's before it: with a projection of ones, sums of some states.
    [Fact]
    public void Forward_InTraining_DropsInFrontOfTheProjectionOnly()
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        using var folder = Folder(Rows["DistilBertForSequenceClassification"], ("seq_classif_dropout", 0.5));
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        var head = heads.AddOwn("own");
        using var outputs = Run(model);
        var states = relu(linear(First(outputs), Stored(model, "pre_classifier.weight"), Stored(model, "pre_classifier.bias")));
        // (3, 16) ways to leave one out, seen through the projection: its pseudo-inverse tells what stood in front of it.
        head.Parameters["heads.own.4.bias"].zero_();
        head.Parameters["heads.own.4.weight"].zero_();
        head.Parameters["heads.own.4.weight"][0, 3] = 1;
        var kept = 0;
        for (ulong i = 0; i < 40; i++)
        {
            var value = head.Forward(outputs, new ForwardContext { Training = true, Random = new RandomSource(i) }).select(1, 0);
            for (var r = 0; r < 3; r++)
            {
                var (found, whole) = (value[r].ToDouble(), states[r, 3].ToDouble());
                Assert.True(found == 0 || Math.Abs(found - 2 * whole) < 1e-5, $"{found} of {whole}");
                if (found != 0) kept++;
            }
        }
        var positive = Enumerable.Range(0, 3).Count(r => states[r, 3].ToDouble() > 0);
        Assert.True(positive > 0);
        Assert.InRange(kept, 8 * positive, 32 * positive);
    }

    [Fact]
    public void AddOwn_ProblemOfSeveralLabels_LearnsEachAlone()
    {
        using var scope = NewDisposeScope();
        using var folder = Folder(Rows["RobertaForSequenceClassification"], ("problem_type", "multi_label_classification"));
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        Assert.True(((ClassificationHeadConfig)heads.AddOwn().Config).Multilabel);
    }

    [Fact]
    public void AddOwn_ClassWithoutKnownHead_NamesItAndThoseThatAre()
    {
        using var folder = new RandomModel(RandomConfigs.Of("electra", "ElectraForPreTraining"), 1);
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        var error = Assert.Throws<BridgeException>(() => heads.AddOwn());
        Assert.Equal((ErrorReason.HeadNotFound, "ElectraForPreTraining"), (error.Reason, error.Metadata["model_class"]));
        Assert.Contains("ElectraForMaskedLM", error.Metadata["allowed"], StringComparison.Ordinal);
        Assert.Empty(heads.All);
    }

    [Fact]
    public void AddOwn_HeadThatIsNotWhole_NamesWhatIsMissing()
    {
        using var folder = new RandomModel(RandomConfigs.Of("roberta", "RobertaForSequenceClassification"), 1, ("classifier.dense.weight", [Hidden, Hidden]), ("classifier.dense.bias", [Hidden + 1]));
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        var error = Assert.Throws<BridgeException>(() => heads.AddOwn());
        Assert.Equal(ErrorReason.CheckpointMismatch, error.Reason);
        Assert.Contains("classifier.out_proj.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains(error.Violations, v => v.Field == "classifier.dense.bias");
        Assert.Empty(heads.All);
    }

    // BC: this class alone puts "transformer." before the names.
    [Fact]
    public void AddOwn_ClassWithAnotherPrefix_FindsBaseAndHead()
    {
        using var scope = NewDisposeScope();
        using var plain = new RandomModel(RandomConfigs.Of("llama", "LlamaModel"), 1);
        var names = TransformerModel.Outline(plain.Folder).Select(t => ("transformer." + t.Key, t.Value.Dimensions.ToArray()));
        using var folder = new RandomModel(RandomConfigs.Of("llama", "LlamaForQuestionAnswering"), 1, [.. names, ("qa_outputs.weight", [2, Hidden]), ("qa_outputs.bias", [2])], alone: true);
        using var model = TransformerModel.Load(folder.Folder);
        using var heads = new HeadSet(model);
        using var outputs = Run(model);
        Assert.Equal([3, 6, 2], heads.AddOwn().Forward(outputs, ForwardContext.Plain).shape);
    }

    private static RandomModel Folder(Row row, params IEnumerable<(string, JsonNode?)> more) => new(
        RandomConfigs.Of(row.Architecture, row.Class, Vocabulary, [("id2label", JsonNode.Parse("""{"0": "no", "1": "maybe", "2": "yes"}""")), .. more]), 1, row.Tensors);

    private static ModelOutputs Run(TransformerModel model)
    {
        using var off = no_grad();
        return model.Forward(
            model.Description.Patches is not null
                ? new ModelInputs { PixelValues = rand([3, 3, 8, 8], device: CPU, generator: new Generator(1)) }
                : new ModelInputs { InputIds = tensor(Ids, device: CPU), AttentionMask = (tensor(Ids, device: CPU) != 1).to(ScalarType.Int64) },
            new ForwardContext { OutputPooled = true });
    }

    private static Tensor Stored(TransformerModel model, string name)
    {
        using var file = Bridge.Checkpoints.SafetensorsFile.Open(Path.Combine(model.Folder, "model.safetensors"));
        using var mapped = Torch.Tensors.FromView(file.Find(name)!, CPU);
        return mapped.clone();
    }

    private static Tensor First(ModelOutputs outputs) => outputs.LastHiddenState.select(1, 0);

    private static Tensor All(ModelOutputs outputs) => outputs.LastHiddenState.alias();

    private static Tensor At(ModelOutputs outputs, params long[] places) => stack([.. places.Select((p, r) => outputs.LastHiddenState[r, p])]);

    private static Row Dense(string architecture, string modelClass, string dense, string projection, Func<Tensor, Func<Tensor, Tensor>, Tensor> activated, Func<ModelOutputs, Tensor> input, int labels = 3) => new(
        architecture, modelClass, [(dense + ".weight", [Hidden, Hidden]), (dense + ".bias", [Hidden]), (projection + ".weight", [labels, Hidden]), (projection + ".bias", [labels])],
        (o, w) => linear(activated(input(o), x => linear(x, w(dense + ".weight"), w(dense + ".bias"))), w(projection + ".weight"), w(projection + ".bias")));

    private static Row Projection(string architecture, string modelClass, string name, Func<ModelOutputs, Tensor> input, int labels = 3, bool bias = true) => new(
        architecture, modelClass, bias ? [(name + ".weight", [labels, Hidden]), (name + ".bias", [labels])] : [(name + ".weight", [labels, Hidden])],
        (o, w) => linear(input(o), w(name + ".weight"), bias ? w(name + ".bias") : null));

    // The projection is the token embeddings, which files of such classes hold once.
    private static Row Tokens(string architecture, string modelClass, string dense, string norm, string offset, int size) => new(
        architecture, modelClass, [(dense + ".weight", [size, Hidden]), (dense + ".bias", [size]), (norm + ".weight", [size]), (norm + ".bias", [size]), (offset, [Vocabulary])],
        (o, w) => linear(layer_norm(gelu(linear(o.LastHiddenState, w(dense + ".weight"), w(dense + ".bias"))), [size], w(norm + ".weight"), w(norm + ".bias"), 1e-12),
            w("embeddings.word_embeddings.weight"), w(offset)));
}
