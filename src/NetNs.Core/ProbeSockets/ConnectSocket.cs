using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetNs.ProbeSockets;

/// <summary>
/// Tries a TCP connection. It belongs to the namespace of the thread that opens it, whichever thread uses it afterwards. It never blocks.
/// </summary>
internal sealed class ConnectSocket : IDisposable
{
    private readonly Socket _socket;

    private ConnectSocket(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
    }

    /// <summary>To wait on, for writing.</summary>
    internal SafeHandle Handle => _socket.SafeHandle;

    /// <summary>Opens one in the calling thread's namespace.</summary>
    internal static ConnectSocket Open(AddressFamily family) => new(new Socket(family, SocketType.Stream, ProtocolType.Tcp));

    /// <summary>Starts connecting. Null where that is under way; else the outcome.</summary>
    internal SocketError? Start(IPAddress address, int port)
    {
        try
        {
            _socket.Connect(new IPEndPoint(address, port));
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress or SocketError.AlreadyInProgress ? null : e.SocketErrorCode;
        }
    }

    /// <summary>The outcome, once the socket is ready for writing.</summary>
    internal SocketError Outcome => (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;

    public void Dispose() => _socket.Dispose();
}
