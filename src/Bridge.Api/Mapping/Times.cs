using Google.Protobuf.WellKnownTypes;

namespace Bridge.Api.Mapping;

/// <summary>Times as messages.</summary>
internal static class Times
{
    public static Timestamp ToMessage(this DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    public static Timestamp? ToMessage(this DateTimeOffset? time) => time is { } t ? Timestamp.FromDateTimeOffset(t) : null;
}
