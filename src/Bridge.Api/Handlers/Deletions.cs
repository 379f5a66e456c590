using Bridge.Core;

namespace Bridge.Api;

/// <summary>What is to go and may be gone.</summary>
internal static class Deletions
{
    public static async Task Run(bool allowMissing, Func<Task> delete)
    {
        try
        {
            await delete().ConfigureAwait(false);
        }
        catch (BridgeException error) when (allowMissing && error.Code == ErrorCode.NotFound)
        {
        }
    }
}
