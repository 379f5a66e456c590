namespace Bridge.Configuration; internal static class Placeholder { }
