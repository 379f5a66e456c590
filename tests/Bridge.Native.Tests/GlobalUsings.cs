global using TestKit;
global using Xunit;
