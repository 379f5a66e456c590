using System.Net;
using System.Text.Json.Nodes;
using TestKit;

namespace Bridge.Cli.Tests;

/// <summary>The catalogue of papers: what is wrong with one, the page made of one, and what is asked for when somebody says so.</summary>
public sealed class ResourcesTests : IDisposable
{
    private const string Section = """
        title: Methods
        index: 2
        items:
          - title: Later
            paper: {arxiv_id: "2106.09685"}
            code: https://github.com/one/two
          - title: Earlier
            paper: {acl_id: 2020.emnlp-main.617}
        sections:
          - title: "Odds & Ends!"
            items:
              - title: First by index
                index: 0
                website: https://example.org
                year: 2030
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("bridge-resources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Page_OfTheRepository_IsFresh()
    {
        var page = Path.Combine(_folder, "page.md");
        var data = RepositoryRoot.Combine("docs", "resources");
        Assert.Equal(0, (await Cli.RunAsync("resources", "check", data)).Code);
        Assert.Equal(0, (await Cli.RunAsync("resources", "build", data, Path.Combine(data, "template.md"), "-o", page)).Code);
        Assert.Equal(File.ReadAllText(Path.Combine(data, "README.md")), File.ReadAllText(page));
    }

    [Fact]
    public async Task Check_WrongFiles_NamesFileLineAndValueOfEach()
    {
        Write("a.yaml", "title: A\nitems:\n  - title: One\n    paper: {arxiv_id: \"21.9\"}\n  - paper: {doi: 10.1/x}\n  - title: Two\n");
        Write("b.yaml", "index: x\nitems:\n  - title: one\n    website: nowhere\n    colour: red\n");
        Write("c.yaml", "title: [\n");
        var result = await Cli.RunAsync("resources", "check", _folder, "--json");
        Assert.NotEqual(0, result.Code);
        foreach (var expected in new[]
        {
            "a.yaml:4", "21.9", "a.yaml:5", "is missing", "10.1/x", "a.yaml:6", "b.yaml:1", "b.yaml:3", "stands at a.yaml:3 too", "b.yaml:4", "nowhere", "b.yaml:5", "colour", "c.yaml:",
        })
            Assert.Contains(expected, result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_Template_GetsNumberContentsAndOrderedEntries()
    {
        Write("a.yaml", Section);
        Write("b.yaml", "title: \"Odds & Ends!\"\nindex: 1\nitems: []\n");
        var page = await Page("{0} of them {1} | {2} | {0}");
        Assert.StartsWith("3 of them ", page, StringComparison.Ordinal);
        Assert.EndsWith(" | 3", page, StringComparison.Ordinal);
        Assert.Contains("- [Odds & Ends!](#odds--ends)\n- [Methods](#methods)\n  - [Odds & Ends!](#odds--ends-1)", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("**Earlier**", StringComparison.Ordinal) < page.IndexOf("**Later**", StringComparison.Ordinal));
        Assert.Contains("img.shields.io/github/stars/one/two", page, StringComparison.Ordinal);
        Assert.Contains("https://aclanthology.org/2020.emnlp-main.617.pdf", page, StringComparison.Ordinal);
        Write("bad.md", "{0} {2}");
        Assert.NotEqual(0, (await Cli.RunAsync("resources", "build", _folder, Path.Combine(_folder, "bad.md"), "-o", Path.Combine(_folder, "x"))).Code);
    }

    [Fact]
    public async Task Refresh_RecordedAnswers_FillTheCacheOnceAndThePage()
    {
        Write("a.yaml", Section);
        using var server = new Recorded(
            (429, ""),
            (200, """[{"title": "LoRA", "venue": "ICLR", "year": 2021, "authors": [{"name": "A. One"}, {"name": "B. Two"}], "tldr": {"text": "Low rank."}, "url": "https://s2/x"}, null]"""));
        var page = await Page("{0}{1}{2}", "--refresh", "--api", server.Address);
        Assert.Equal(["ARXIV:2106.09685", "ACL:2020.emnlp-main.617"], server.Asked);
        Assert.Contains("_ICLR_", page, StringComparison.Ordinal);
        Assert.Contains("A. One, B. Two (2021)", page, StringComparison.Ordinal);
        Assert.Contains("<summary>TLDR</summary>\n    Low rank.", page, StringComparison.Ordinal);
        Assert.Contains("[[Semantic Scholar]](https://s2/x)", page, StringComparison.Ordinal);
        Assert.Equal(page, await Page("{0}{1}{2}"));
    }

    [Theory, InlineData(500, "500"), InlineData(200, "no JSON")]
    public async Task Refresh_AnswerThatIsOfNoUse_KeepsTheCacheAndSaysWhy(int status, string said)
    {
        Write("a.yaml", Section);
        Write("papers.json", """{"ARXIV:2106.09685": {"venue": "Kept"}}""");
        using var server = new Recorded((status, "<html>"));
        await Refused(server.Address, said);
    }

    [Fact]
    public async Task Refresh_WithoutNetwork_KeepsTheCacheAndSaysSo()
    {
        Write("a.yaml", Section);
        Write("papers.json", """{"ARXIV:2106.09685": {"venue": "Kept"}}""");
        await Refused("http://127.0.0.1:1", "cannot be reached");
    }

    [Fact]
    public async Task Refresh_AddressThatIsNone_IsRefused()
    {
        Write("a.yaml", Section);
        Write("t.md", "{0}{1}{2}");
        var result = await Cli.RunAsync("resources", "build", _folder, Path.Combine(_folder, "t.md"), "-o", Path.Combine(_folder, "page.md"), "--refresh", "--api", "scholar");
        Assert.Equal(2, result.Code);
        Assert.Contains("\"scholar\" is no address to ask", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_LimitThatAsksForAnHour_SaysHowLong()
    {
        Write("a.yaml", Section);
        Write("papers.json", """{"ARXIV:2106.09685": {"venue": "Kept"}}""");
        using var server = new Recorded("3600", (429, ""));
        await Refused(server.Address, "a pause of 3600 s");
    }

    [Fact]
    public async Task Refresh_LimitThatStays_GivesUpAfterFourAttempts()
    {
        Write("a.yaml", Section);
        Write("papers.json", """{"ARXIV:2106.09685": {"venue": "Kept"}}""");
        using var server = new Recorded((429, ""), (429, ""), (503, ""), (429, ""));
        await Refused(server.Address, "its rate limit stays after 4 attempts");
    }

    [Fact]
    public async Task Refresh_NoPaperKnown_KeepsWhatTheCacheHoldsAndNamesThem()
    {
        Write("a.yaml", Section);
        Write("papers.json", """{"ARXIV:2106.09685": {"venue": "Kept"}}""");
        Write("t.md", "{0}{1}{2}");
        using var server = new Recorded((400, """{"error": "No valid paper ids given"}"""));
        var result = await Cli.RunAsync("resources", "build", _folder, Path.Combine(_folder, "t.md"), "-o", Path.Combine(_folder, "page.md"), "--refresh", "--api", server.Address);
        Assert.Equal(0, result.Code);
        Assert.Contains("ARXIV:2106.09685 is not known there", result.Error, StringComparison.Ordinal);
        Assert.Contains("ACL:2020.emnlp-main.617 is not known there", result.Error, StringComparison.Ordinal);
        Assert.Contains("_Kept_", File.ReadAllText(Path.Combine(_folder, "page.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_AnswersOfOthers_CannotOpenElements()
    {
        Write("a.yaml", "title: A\nitems:\n  - title: One\n    paper: {pdf: 'https://example.org/a.pdf', arxiv_id: '2106.09685'}\n");
        Write("papers.json", """{"ARXIV:2106.09685": {"tldr": {"text": "a < b </details> & c"}, "url": "javascript:x"}}""");
        var page = await Page("{0}{1}{2}");
        Assert.Contains("    a &lt; b &lt;/details&gt; &amp; c\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_HeadingOfTheTemplate_CountsAmongEqualOnes()
    {
        Write("a.yaml", "title: Papers\nitems: []\n");
        Assert.Contains("- [Papers](#papers-1)", await Page("# Papers\n\n{0} {1}\n\n{2}\n\n# Papers\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_Index_GoesBeforeTheYear()
    {
        Write("a.yaml", """
            title: A
            items:
              - {title: Old, website: 'https://example.org', year: 1990, index: 2}
              - {title: New, website: 'https://example.org', year: 2020, index: 1}
              - {title: Middle, paper: {acl_id: D19-1165}, index: 2}
            """);
        var page = await Page("{0}{1}{2}");
        Assert.True(page.IndexOf("**New**", StringComparison.Ordinal) < page.IndexOf("**Old**", StringComparison.Ordinal));
        Assert.True(page.IndexOf("**Old**", StringComparison.Ordinal) < page.IndexOf("**Middle**", StringComparison.Ordinal));
        Assert.Contains("  (2019)\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_SectionInsideItself_IsRefusedWithItsLine()
    {
        Write("a.yaml", "title: A\nsections:\n  - &inner\n    title: B\n    sections: [*inner]\n");
        var result = await Cli.RunAsync("resources", "check", _folder);
        Assert.Equal(2, result.Code);
        Assert.Contains("a.yaml:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_EveryOne_HasAnEntry()
    {
        var methods = await Cli.JsonAsync("methods");
        Assert.All(methods.EnumerateArray(), m => Assert.True(m.GetProperty("resources").GetArrayLength() > 0, m.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Methods_OfOne_TellItsPapers() => Assert.Contains("https://arxiv.org/pdf/2310.11454", (await Cli.RunAsync("methods", "vera")).Output, StringComparison.Ordinal);

    private async Task Refused(string address, string said)
    {
        Write("t.md", "{0}{1}{2}");
        var result = await Cli.RunAsync("resources", "build", _folder, Path.Combine(_folder, "t.md"), "-o", Path.Combine(_folder, "page.md"), "--refresh", "--api", address);
        Assert.NotEqual(0, result.Code);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Contains("the cache is as it was", result.Error, StringComparison.Ordinal);
        Assert.Equal("""{"ARXIV:2106.09685": {"venue": "Kept"}}""", File.ReadAllText(Path.Combine(_folder, "papers.json")));
        Assert.False(File.Exists(Path.Combine(_folder, "page.md")));
    }

    private async Task<string> Page(string template, params string[] more)
    {
        Write("t.md", template);
        var result = await Cli.RunAsync(["resources", "build", _folder, Path.Combine(_folder, "t.md"), "-o", Path.Combine(_folder, "page.md"), .. more]);
        Assert.True(result.Code == 0, result.Error);
        return File.ReadAllText(Path.Combine(_folder, "page.md"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    /// <summary>A server on this machine that plays answers in order and remembers what it was asked.</summary>
    private sealed class Recorded : IDisposable
    {
        private readonly HttpListener _listener = new();

        private readonly string _retryAfter;

        public Recorded(params (int Status, string Body)[] answers) : this("0", answers)
        {
        }

        public Recorded(string retryAfter, params (int Status, string Body)[] answers)
        {
            _retryAfter = retryAfter;
            for (var port = 20000 + Environment.ProcessId % 20000; ; port++)
            {
                try
                {
                    Address = $"http://127.0.0.1:{port}";
                    _listener.Prefixes.Clear();
                    _listener.Prefixes.Add($"{Address}/");
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (port < 65000)
                {
                    // Taken: the next one.
                }
            }
            _ = Play(answers);
        }

        public string Address { get; }

        public IReadOnlyList<string> Asked { get; private set; } = [];

        public void Dispose() => _listener.Close();

        private async Task Play((int Status, string Body)[] answers)
        {
            foreach (var (status, body) in answers)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                Asked = [.. JsonNode.Parse(await reader.ReadToEndAsync())!["ids"]!.AsArray().Select(id => id!.GetValue<string>())];
                context.Response.StatusCode = status;
                if (status is 429 or 503) context.Response.Headers["Retry-After"] = _retryAfter;
                await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
        }
    }
}
