using Bridge.Api.V1;

namespace Bridge.Service;

/// <summary>The services whose health is told; "" is the server as a whole.</summary>
internal static class ServiceNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "",
        ServerService.Descriptor.FullName,
        ModelService.Descriptor.FullName,
        AdapterService.Descriptor.FullName,
        HeadService.Descriptor.FullName,
        FusionService.Descriptor.FullName,
        SharingService.Descriptor.FullName,
        EmbeddingService.Descriptor.FullName,
        SetupService.Descriptor.FullName,
        DatasetService.Descriptor.FullName,
        TrainingService.Descriptor.FullName,
        TrainingSessionService.Descriptor.FullName,
        InferenceService.Descriptor.FullName,
        Google.LongRunning.Operations.Descriptor.FullName,
    ];
}
