using NetNs.Netlink;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// <c>struct xt_conntrack_mtinfo3</c>, linux/netfilter/xt_conntrack.h: what <c>-m conntrack</c> asks. Of all it can ask we know
/// the states; revision 2 has the same in the same places.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct XtConntrackInfo // struct xt_conntrack_mtinfo3
{
    private const ushort AsksForStates = 1; // XT_CONNTRACK_STATE
    private const ushort WrittenAsState = 1 << 13; // XT_CONNTRACK_STATE_ALIAS

    // Beside the states: whether an address of the connection was translated.
    private const uint SourceTranslated = 1 << 6; // XT_CONNTRACK_STATE_SNAT
    private const uint DestinationTranslated = 1 << 7; // XT_CONNTRACK_STATE_DNAT

    // How many bytes at least hold the states: revision 2 is shorter.
    private const int UpToStates = 152;

    internal Address OriginalSource; // origsrc_addr
    internal Address OriginalSourceMask; // origsrc_mask
    internal Address OriginalDestination; // origdst_addr
    internal Address OriginalDestinationMask; // origdst_mask
    internal Address ReplySource; // replsrc_addr
    internal Address ReplySourceMask; // replsrc_mask
    internal Address ReplyDestination; // repldst_addr
    internal Address ReplyDestinationMask; // repldst_mask
    internal uint ExpiresMin; // expires_min
    internal uint ExpiresMax; // expires_max
    internal ushort Protocol; // l4proto
    internal ushort OriginalSourcePort; // origsrc_port
    internal ushort OriginalDestinationPort; // origdst_port
    internal ushort ReplySourcePort; // replsrc_port
    internal ushort ReplyDestinationPort; // repldst_port
    internal ushort MatchFlags; // match_flags
    internal ushort InvertFlags; // invert_flags
    internal ushort StateMask; // state_mask
    internal ushort StatusMask; // status_mask
    internal ushort OriginalSourcePortHigh; // origsrc_port_high
    internal ushort OriginalDestinationPortHigh; // origdst_port_high
    internal ushort ReplySourcePortHigh; // replsrc_port_high
    internal ushort ReplyDestinationPortHigh; // repldst_port_high

    /// <summary>Whether a connection is in one of the states that the match asks for; null where it asks for other things.</summary>
    /// <param name="match">The match.</param>
    /// <param name="state">Bits as in "ct state"; iptables numbers them alike.</param>
    /// <param name="status">What connection tracking did to the connection.</param>
    internal static bool? Matches(MatchExpression match, ConntrackState state, ConntrackStatus status = ConntrackStatus.None)
    {
        if (match.Extension != "conntrack" || match.Revision is < 2 or > 3 || match.Info.Length < UpToStates)
            return null;
        Span<byte> whole = stackalloc byte[Unsafe.SizeOf<XtConntrackInfo>()];
        whole.Clear();
        match.Info.AsSpan(0, Math.Min(match.Info.Length, whole.Length)).CopyTo(whole);
        XtConntrackInfo info = NativeBytes.Read<XtConntrackInfo>(whole);
        if ((info.MatchFlags & ~WrittenAsState) != AsksForStates)
            return null;
        uint states = (uint)state | (status.HasFlag(ConntrackStatus.SourceTranslated) ? SourceTranslated : 0) | (status.HasFlag(ConntrackStatus.DestinationTranslated) ? DestinationTranslated : 0);
        return (info.StateMask & states) != 0 != ((info.InvertFlags & AsksForStates) != 0);
    }

    /// <summary>An IPv4 or IPv6 address, <c>union nf_inet_addr</c>.</summary>
    [InlineArray(16)]
    internal struct Address
    {
        private byte _first;
    }
}
