return Bridge.Cli.ProcessEnd.With(await Bridge.Cli.CommandLine.RunAsync(args));
