global using AdapterBridge.Client.Tests.Support;
global using Grpc.Core;
global using Xunit;
global using Wire = Bridge.Api.V1;
