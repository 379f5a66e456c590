using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Cli.Tests")]
