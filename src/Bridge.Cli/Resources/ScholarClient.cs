using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bridge.Core;

namespace Bridge.Cli.Resources;

/// <summary>
/// Semantic Scholar's batch interface (POST /graph/v1/paper/batch). Asked only when somebody says so. A rate limit is waited for a few times, as long as the answer says.
/// </summary>
internal sealed class ScholarClient(HttpClient http, string address, Func<TimeSpan, CancellationToken, Task> wait)
{
    public const string DefaultAddress = "https://api.semanticscholar.org";

    private const int BatchSize = 100;
    private const int Attempts = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private const string Fields = "title,venue,year,authors.name,tldr,url";

    /// <summary>Papers by the names asked for; names that are not known there have none. UNAVAILABLE where there is no network or the limit stays.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> GetAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var whole) || (whole.Scheme != Uri.UriSchemeHttp && whole.Scheme != Uri.UriSchemeHttps))
            throw BridgeException.Invalid(ErrorReason.ArgumentInvalid, $"\"{address}\" is no address to ask; one that starts with http:// or https:// is needed", ("address", address));
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var answer = await AskAsync(batch, cancellation);
            if (answer.Count != batch.Length) throw Unusable($"it answered {answer.Count} papers for {batch.Length} names");
            for (var i = 0; i < batch.Length; i++)
                if (answer[i] is JsonObject paper) found[batch[i]] = paper;
        }
        return found;
    }

    private async Task<JsonArray> AskAsync(string[] ids, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{address.TrimEnd('/')}/graph/v1/paper/batch?fields={Fields}");
            request.Content = new StringContent(new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) }.ToJsonString(), Encoding.UTF8, "application/json");
            HttpResponseMessage response;
            try
            {
                response = await http.SendAsync(request, cancellation);
            }
            catch (HttpRequestException error)
            {
                throw Unusable($"it cannot be reached: {error.Message}", error);
            }
            // Not the user's doing: the client's own limit of time.
            catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
            {
                throw Unusable(string.Create(CultureInfo.InvariantCulture, $"there was no answer in {http.Timeout.TotalSeconds} s"), error);
            }
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.OK) return Parse(await response.Content.ReadAsStringAsync(cancellation));
                if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return Refusal(response, await response.Content.ReadAsStringAsync(cancellation), ids.Length);
                var pause = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1 << attempt);
                if (attempt == Attempts) throw Unusable($"its rate limit stays after {Attempts} attempts; try again later");
                if (pause > LongestPause) throw Unusable(string.Create(CultureInfo.InvariantCulture, $"its rate limit asks for a pause of {pause.TotalSeconds} s; try again after it"));
                await wait(pause, cancellation);
            }
        }
    }

    // A batch in which no name at all is known is refused as a whole.
    private JsonArray Refusal(HttpResponseMessage response, string text, int count) => response.StatusCode == HttpStatusCode.BadRequest && text.Contains("No valid paper ids", StringComparison.Ordinal)
        ? new JsonArray(new JsonNode?[count])
        : throw Unusable($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");

    private JsonArray Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonArray ?? throw Unusable("its answer is no list");
        }
        catch (JsonException error)
        {
            throw Unusable("its answer is no JSON", error);
        }
    }

    private BridgeException Unusable(string why, Exception? inner = null) => new(ErrorCode.Unavailable, ErrorReason.Unspecified,
        string.Create(CultureInfo.InvariantCulture, $"{address}: {why}; the cache is as it was"), new Dictionary<string, string> { ["address"] = address }, inner: inner);
}
