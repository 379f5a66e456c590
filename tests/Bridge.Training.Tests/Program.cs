using Bridge.Training.Tests;
using Bridge.Training.Tests.Checkpointing;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Runs the tests, or, in a process of its own, the training run that KillTests ends with SIGKILL.
if (args is [KilledRun.Verb, var folder]) return KilledRun.Run(folder);
return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
