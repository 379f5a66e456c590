using System.Text.Json.Serialization;

namespace Bridge.Engine.Jobs.Records;

/// <summary>JSON of records, one line each. A loss that is not a number is written by name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CompositionConverter)])]
[JsonSerializable(typeof(JobHeader))]
[JsonSerializable(typeof(JobLine))]
internal sealed partial class JobJson : JsonSerializerContext;
