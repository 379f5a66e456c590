namespace Bridge.Engine; internal static class Placeholder { }
