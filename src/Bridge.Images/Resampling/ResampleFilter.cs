namespace Bridge.Images.Resampling;

/// <summary>Pillow's filters, by its numbers.</summary>
internal enum ResampleFilter
{
    /// <summary>The nearest pixel.</summary>
    Nearest = 0,

    /// <summary>A windowed sinc of three lobes.</summary>
    Lanczos = 1,

    /// <summary>A triangle.</summary>
    Bilinear = 2,

    /// <summary>Cubic convolution with a = -0.5.</summary>
    Bicubic = 3,

    /// <summary>The mean of an area.</summary>
    Box = 4,

    /// <summary>A triangle under a Hamming window.</summary>
    Hamming = 5,
}
