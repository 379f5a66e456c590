using System.Text.RegularExpressions;

namespace Bridge.Architecture.Tests;

public sealed partial class TensorCreationTests
{
    [Fact]
    public void Source_TensorCreation_NamesItsDevice() => SourceTree.AssertNone(SourceTree.Files("src", ".cs").SelectMany(Findings), "tensors created without a device");

    private static IEnumerable<string> Findings(string file)
    {
        var code = SourceTree.Code(file);
        if (!code.Contains("TorchSharp", StringComparison.Ordinal) && !UsesTorchGlobally(file)) yield break;
        foreach (Match call in Creation().Matches(code))
        {
            var arguments = Arguments(code, call.Index + call.Length);
            if (!Device().IsMatch(arguments)) yield return $"{file}({SourceTree.Line(code, call.Index)}): {call.Value.Trim()}{arguments}";
        }
    }

    private static bool UsesTorchGlobally(string file)
    {
        var usings = Path.Combine(string.Join('/', file.Split('/').Take(2)), "GlobalUsings.cs");
        return File.Exists(TestKit.RepositoryRoot.Combine(usings)) && SourceTree.Text(usings).Contains("TorchSharp", StringComparison.Ordinal);
    }

    // Up to the parenthesis that closes the call.
    private static string Arguments(string code, int start)
    {
        var depth = 1;
        var end = start;
        for (; end < code.Length && depth > 0; end++) depth += code[end] switch { '(' => 1, ')' => -1, _ => 0 };
        return code[start..end];
    }

    // Functions of the class torch that make a tensor out of nothing; after a dot only when the word before it is torch.
    [GeneratedRegex(@"(?<![\w.])(?:torch\.)?(?:zeros|ones|empty|full|tensor|arange|rand|randn|randint|randperm|eye|linspace|logspace|from_array|frombuffer|empty_strided)\(")]
    private static partial Regex Creation();

    [GeneratedRegex(@"\bdevice\b|Device\b|\bCPU\b", RegexOptions.IgnoreCase)]
    private static partial Regex Device();
}
