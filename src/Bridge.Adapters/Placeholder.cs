namespace Bridge.Adapters; internal static class Placeholder { }
