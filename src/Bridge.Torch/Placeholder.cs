namespace Bridge.Torch;
internal static class Placeholder { public static string X => TorchSharp.torch.__version__; }
