using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace NetNs.Engines;

/// <summary>
/// Asks an engine by HTTP over its unix socket. HTTP/1.0, so that the answer is the rest of the stream, and a blocking socket, so that the
/// runtime starts no thread for it: the caller may be a thread inside a namespace.
/// </summary>
internal sealed class EngineSocket(ContainerEngine engine, string path)
{
    // A list of ten thousand containers has some 20 MB.
    private const int MaxAnswerBytes = 64 << 20;

    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    /// <summary>The answer to GET; null where the engine says that there is no such thing (404), or where nobody listens at the socket.</summary>
    /// <param name="resource">Path and query: "/containers/json?all=1".</param>
    /// <param name="limit">By when the whole answer has to be there.</param>
    /// <exception cref="NetNsException">TimedOut, NotPermitted, ContainerEngineFailed.</exception>
    internal EngineAnswer? Get(string resource, TimeLimit limit)
    {
        try
        {
            return Parse(Ask($"GET {resource} HTTP/1.0\r\nHost: localhost\r\nAccept: application/json\r\n\r\n", limit));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable) // ECONNREFUSED, ENOENT
        {
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw TooSlow(e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new NetNsException(NetNsError.NotPermitted, $"Not permitted to ask {engine} at {path}.", path, "Run as root, or as a user who may write to that socket.", e);
        }
        catch (Exception e) when (e is SocketException or JsonException or FormatException)
        {
            if (!File.Exists(path))
                return null; // it has gone meanwhile
            throw new NetNsException(NetNsError.ContainerEngineFailed, $"{engine} gave no answer at {path} that could be used: {e.Message}", path, "Look whether the engine is well.", e);
        }
    }

    private byte[] Ask(string request, TimeLimit limit)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.SendTimeout = Left(limit);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes(request));
        byte[] buffer = new byte[1 << 16];
        int length = 0;
        while (true)
        {
            socket.ReceiveTimeout = Left(limit);
            int read = socket.Receive(buffer.AsSpan(length));
            if (read == 0)
                return buffer[..length];
            length += read;
            if (length == MaxAnswerBytes)
                throw new FormatException("it is too long.");
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    private int Left(TimeLimit limit) => limit.Left is > 0 and int left ? left : throw TooSlow(null);

    private NetNsException TooSlow(Exception? e)
        => new(NetNsError.TimedOut, $"{engine} did not answer in time at {path}.", path, "Look whether the engine is well, and ask again.", e);

    private static EngineAnswer? Parse(byte[] answer)
    {
        int end = answer.AsSpan().IndexOf(EndOfHead);
        if (end < 0)
            throw new FormatException("it is no HTTP.");
        string[] head = Encoding.ASCII.GetString(answer, 0, end).Split("\r\n");
        if (head[0].Split(' ') is not [var protocol, var status, ..] || !protocol.StartsWith("HTTP/", StringComparison.Ordinal))
            throw new FormatException("it is no HTTP.");
        if (status == "404")
            return null;
        if (status != "200")
            throw new FormatException($"it says {string.Join(' ', head[0].Split(' ')[1..])}.");
        bool isPodman = Array.Exists(head, h => h.StartsWith("Libpod-API-Version:", StringComparison.OrdinalIgnoreCase));
        return new EngineAnswer(JsonDocument.Parse(answer.AsMemory(end + EndOfHead.Length)), isPodman);
    }
}

/// <summary>What an engine answered.</summary>
/// <param name="Document">Its JSON.</param>
/// <param name="IsPodman">Whether Podman answered, which also plays Docker at Docker's socket (package podman-docker).</param>
internal sealed record EngineAnswer(JsonDocument Document, bool IsPodman) : IDisposable
{
    public void Dispose() => Document.Dispose();
}
