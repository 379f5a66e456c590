using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bridge.Core;

namespace Bridge.Api;

/// <summary>Pages of lists that are ordered by time and name. A token is the place after which the next page begins and a hash of the other arguments.</summary>
internal static class Pages
{
    /// <summary>What a page holds where the request does not say.</summary>
    public const int Default = 50;

    /// <summary>What a page holds at most.</summary>
    public const int Max = 500;

    /// <summary>The page, and the token of the next or "".</summary>
    public static (IReadOnlyList<T> Items, string Next) Cut<T>(IReadOnlyList<T> all, Func<T, (DateTimeOffset Time, string Name)> key, int size, string token, string arguments)
    {
        if (size < 0) throw Mapping.Violations.Of("page_size", ErrorReason.ArgumentInvalid, $"page_size {size} is negative; 0 is {Default}, at most {Max}");
        var count = size == 0 ? Default : Math.Min(size, Max);
        var after = token.Length == 0 ? ((long, string)?)null : Read(token, arguments);
        var rest = after is var (ticks, name)
            ? all.Where(item => key(item) is var (time, id) && (time.UtcTicks > ticks || (time.UtcTicks == ticks && string.CompareOrdinal(id, name) > 0))).ToArray()
            : [.. all];
        var page = rest.Length <= count ? rest : rest[..count];
        return (page, rest.Length <= count ? "" : Write(key(page[^1]), arguments));
    }

    private static string Write((DateTimeOffset Time, string Name) last, string arguments) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Hash(arguments)}:{last.Time.UtcTicks}:{last.Name}")));

    private static (long, string) Read(string token, string arguments)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(':', 3);
            if (parts.Length == 3 && parts[0] == Hash(arguments)) return (long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
        }
        catch (FormatException)
        {
        }
        throw Mapping.Violations.Of("page_token", ErrorReason.ArgumentInvalid, "page_token is not one that this list gave for these arguments");
    }

    private static string Hash(string arguments) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(arguments)).AsSpan(0, 8));
}
