using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Engine.Tests")]
