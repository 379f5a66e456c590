global using Bridge.Core;
global using TestKit;
global using TorchSharp;
global using Xunit;
global using static TorchSharp.torch;
global using Bridge.Configuration;
global using Bridge.Models;
