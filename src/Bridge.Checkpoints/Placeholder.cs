namespace Bridge.Checkpoints; internal static class Placeholder { }
