namespace Bridge.Models; internal static class Placeholder { }
