return await Bridge.Cli.CommandLine.RunAsync(args);
