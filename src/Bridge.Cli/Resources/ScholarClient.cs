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
    private const string Fields = "title,venue,year,authors.name,tldr,url";

    /// <summary>Papers by the names asked for; names that are not known there have none. UNAVAILABLE where there is no network or the limit stays.</summary>
    public async Task<IReadOnlyDictionary<string, JsonObject>> GetAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
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
            using (response)
            {
                if (response.StatusCode == HttpStatusCode.OK) return Parse(await response.Content.ReadAsStringAsync(cancellation));
                if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) throw Unusable($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
                if (attempt == Attempts) throw Unusable($"its rate limit stays after {Attempts} attempts; try again later");
                await wait(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1 << attempt), cancellation);
            }
        }
    }

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
