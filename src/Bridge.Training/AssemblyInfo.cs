using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Training.Tests")]
[assembly: InternalsVisibleTo("goldens")]
[assembly: InternalsVisibleTo("bench")]
