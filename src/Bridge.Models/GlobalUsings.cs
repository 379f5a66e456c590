global using Bridge.Core;
global using TorchSharp;
global using static TorchSharp.torch;
