using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Api.Tests")]
