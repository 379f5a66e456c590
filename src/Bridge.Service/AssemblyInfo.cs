using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Service.Tests")]
