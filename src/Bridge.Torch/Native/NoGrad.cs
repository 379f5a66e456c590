namespace Bridge.Torch.Native;

/// <summary>Turns gradient recording off on this thread until it is disposed.</summary>
internal readonly ref struct NoGrad
{
    private readonly byte _before;

    public NoGrad()
    {
        _before = Aoti.GradModeIsEnabled();
        if (_before != 0) Aoti.SetGradMode(0);
    }

    public void Dispose()
    {
        if (_before != 0) Aoti.SetGradMode(_before);
    }
}
