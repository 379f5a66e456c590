global using LongRunning = Google.LongRunning;
global using Wire = Bridge.Api.V1;
