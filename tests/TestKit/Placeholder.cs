namespace TestKit; internal static class Placeholder { }
