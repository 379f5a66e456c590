namespace Bridge.Service; internal static class Placeholder { }
