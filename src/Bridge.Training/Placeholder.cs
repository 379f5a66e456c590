namespace Bridge.Training; internal static class Placeholder { }
