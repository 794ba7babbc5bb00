using System.Runtime.InteropServices;

namespace NetNs.Netlink;

/// <summary>
/// What NLMSG_ERROR says, linux/netlink.h: errno, the header of the request, then (with NLM_F_ACK_TLVS) attributes
/// with the kernel's sentence and the offset of the attribute at fault. 0 is an acknowledgement.
/// </summary>
internal readonly record struct ExtendedAck(int Errno, string? Message, uint? Offset)
{
    /// <summary>Reads the payload of an NLMSG_ERROR or NLMSG_DONE message. Malformed attributes never hide the errno.</summary>
    internal static ExtendedAck Parse(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < sizeof(int))
            return header.Type == NetlinkConstants.NLMSG_DONE ? default : throw new NetlinkFormatException("An acknowledgement without an error number.");

        int errno = -MemoryMarshal.Read<int>(payload);
        if (!header.Flags.HasFlag(MessageFlags.ExtendedAck))
            return new ExtendedAck(errno, null, null);

        ReadOnlySpan<byte> attributes = payload[sizeof(int)..];
        if (header.Type == NetlinkConstants.NLMSG_ERROR)
            attributes = attributes[Math.Min(attributes.Length, EchoedRequestLength(in header, attributes))..];
        try
        {
            return ReadAttributes(errno, attributes);
        }
        catch (NetlinkFormatException)
        {
            return new ExtendedAck(errno, null, null);
        }
    }

    // A capped acknowledgement repeats the header of the request only, any other the whole request.
    private static int EchoedRequestLength(in MessageHeader header, ReadOnlySpan<byte> request)
    {
        if (header.Flags.HasFlag(MessageFlags.Capped) || request.Length < MessageHeader.Size)
            return MessageHeader.Size;
        uint length = MessageHeader.Read(request).Length;
        return length > (uint)request.Length ? request.Length : NetlinkConstants.Align((int)length);
    }

    private static ExtendedAck ReadAttributes(int errno, ReadOnlySpan<byte> attributes)
    {
        string? message = null;
        uint? offset = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(attributes))
        {
            switch (attribute.Type)
            {
                case NetlinkConstants.NLMSGERR_ATTR_MSG:
                    message = attribute.String;
                    break;
                case NetlinkConstants.NLMSGERR_ATTR_OFFS:
                    offset = attribute.UInt32;
                    break;
            }
        }

        return new ExtendedAck(errno, message, offset);
    }
}
