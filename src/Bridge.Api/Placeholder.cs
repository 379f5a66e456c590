namespace Bridge.Api; internal static class Placeholder { }
