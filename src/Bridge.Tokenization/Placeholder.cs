namespace Bridge.Tokenization; internal static class Placeholder { }
