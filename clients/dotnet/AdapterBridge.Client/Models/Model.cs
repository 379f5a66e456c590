namespace AdapterBridge.Client;

/// <summary>A loaded base model as it was when it was asked for.</summary>
public sealed class Model : ModelReference
{
    private readonly Wire.Model _message;

    internal Model(Connection connection, Wire.Model message)
        : base(connection, message.Name) => _message = message;

    /// <summary>The folder it came from.</summary>
    public string Path => _message.Path;

    /// <summary>The kind of model: <c>bert</c>.</summary>
    public string Architecture => _message.Architecture;

    /// <summary>The class that its folder names: <c>BertModel</c>.</summary>
    public string ClassName => _message.ClassName;

    /// <summary>The type of its numbers.</summary>
    public DataType DataType => (DataType)_message.DataType;

    /// <summary>Where it lies: <c>cpu</c>.</summary>
    public string Device => _message.Device;

    /// <summary>How many layers.</summary>
    public int LayerCount => _message.LayerCount;

    /// <summary>Width of the hidden states.</summary>
    public int HiddenSize => _message.HiddenSize;

    /// <summary>How many tokens there are.</summary>
    public int VocabularySize => _message.VocabularySize;

    /// <summary>How many tokens a row may have.</summary>
    public int MaxLength => _message.MaxLength;

    /// <summary>Numbers in its tensors.</summary>
    public long ParameterCount => _message.ParameterCount;

    /// <summary>Bytes of its tensors.</summary>
    public long ByteSize => _message.ByteSize;

    /// <summary>Whether it takes texts.</summary>
    public bool HasTokenizer => _message.HasTokenizer;

    /// <summary>How many adapters it has.</summary>
    public int AdapterCount => _message.AdapterCount;

    /// <summary>How many heads it has.</summary>
    public int HeadCount => _message.HeadCount;

    /// <summary>The job that trains on it now; empty for none.</summary>
    public string TrainingJob => _message.TrainingJob;

    /// <summary>What it can do now.</summary>
    public ModelState State => (ModelState)_message.State;

    /// <summary>When it came.</summary>
    public DateTimeOffset? CreateTime => _message.CreateTime?.ToDateTimeOffset();

    /// <summary>Changes whenever the model does.</summary>
    public string Etag => _message.Etag;
}
