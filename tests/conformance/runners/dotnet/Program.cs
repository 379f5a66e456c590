using System.Globalization;
using Conformance;

// `conformance engine` plays on the engine itself, `conformance ADDRESS` through the .NET client.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new System.Text.UTF8Encoding(false);
Console.InputEncoding = Console.OutputEncoding;
using IRunner runner = args is ["engine"] ? new EngineRunner() : new ClientRunner(args[0]);
while (Console.ReadLine() is { } line)
{
    var words = line.Split('\t');
    if (await runner.PlayAsync(words[0], words[1..]) is { } answer) Console.WriteLine(answer);
}
