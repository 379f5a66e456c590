using System.Net.Sockets;
using Bridge.Core;

namespace Bridge.Service;

/// <summary>The file of a unix socket.</summary>
internal static class SocketFile
{
    /// <summary>Removes a socket that nobody answers any more; refuses what is no socket, or one that is in use.</summary>
    public static void Clear(string path)
    {
        if (!File.Exists(path)) return;
        // A socket has no length and cannot be opened as a file.
        if (new FileInfo(path).Length > 0)
            throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.FileExists, $"\"{path}\" is a file, not a socket", ("path", path));
        using (var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            try
            {
                probe.Connect(new UnixDomainSocketEndPoint(path));
                throw BridgeException.Of(ErrorCode.AlreadyExists, ErrorReason.FileExists, $"another process listens on \"{path}\"", ("path", path));
            }
            catch (SocketException)
            {
            }
        }
        File.Delete(path);
    }

    /// <summary>Lets only the owner connect.</summary>
    public static void Restrict(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
