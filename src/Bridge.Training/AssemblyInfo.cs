using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Bridge.Training.Tests")]
