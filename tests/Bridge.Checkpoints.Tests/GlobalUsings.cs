global using Bridge.Core;
global using Xunit;
