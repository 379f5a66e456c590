global using Bridge.Core;
global using static TorchSharp.torch;
global using Parallel = Bridge.Configuration.Parallel;
