using System.Runtime.InteropServices;

namespace NetNs.Netlink;

/// <summary>The kernel refused a netlink request.</summary>
public sealed class NetlinkException : Exception
{
    internal NetlinkException(int errno, string request, string? kernelMessage = null, uint? attributeOffset = null, int messageIndex = 0)
        : base(Describe(errno, request, kernelMessage))
    {
        Errno = errno;
        Request = request;
        KernelMessage = kernelMessage;
        AttributeOffset = attributeOffset;
        MessageIndex = messageIndex;
    }

    /// <summary>The error number, positive, as in errno.h: 17 is EEXIST.</summary>
    public int Errno { get; }

    /// <summary>What was asked of the kernel, in words: "create link veth0".</summary>
    public string Request { get; }

    /// <summary>The kernel's own sentence from the extended acknowledgement, where it sent one.</summary>
    public string? KernelMessage { get; }

    /// <summary>Why, without errno and without a full stop: the kernel's own sentence, or the system's words for the number.</summary>
    internal string Reason => KernelMessage?.TrimEnd('.') ?? Marshal.GetPInvokeErrorMessage(Errno);

    /// <summary>Where in the request the attribute at fault starts, in bytes from the message header, where the kernel says so.</summary>
    public uint? AttributeOffset { get; }

    /// <summary>Which message of a batch was refused, counted from 0.</summary>
    public int MessageIndex { get; }

    private static string Describe(int errno, string request, string? kernelMessage)
    {
        string reason = Marshal.GetPInvokeErrorMessage(errno);
        return kernelMessage is null
            ? $"Cannot {request}: {reason} (errno {errno})."
            : $"Cannot {request}: {kernelMessage.TrimEnd('.')} ({reason}, errno {errno}).";
    }
}

/// <summary>A message does not have the form that its type requires: too short, or a length that lies.</summary>
public sealed class NetlinkFormatException(string message) : Exception(message);
