namespace NetNs;

/// <summary>The operational state of a link, RFC 2863 and linux/if.h.</summary>
public enum LinkState
{
    /// <summary>The driver does not say, and the link is not up.</summary>
    Unknown = 0, // IF_OPER_UNKNOWN

    /// <summary>A part of it is missing.</summary>
    NotPresent = 1, // IF_OPER_NOTPRESENT

    /// <summary>It passes nothing.</summary>
    Down = 2, // IF_OPER_DOWN

    /// <summary>What it runs over is down: the other end of a veth, a parent link.</summary>
    LowerLayerDown = 3, // IF_OPER_LOWERLAYERDOWN

    /// <summary>It is under test.</summary>
    Testing = 4, // IF_OPER_TESTING

    /// <summary>It waits for something outside: a login, a link beyond.</summary>
    Dormant = 5, // IF_OPER_DORMANT

    /// <summary>It passes packets. Also a link that is up whose driver does not say, like lo.</summary>
    Up = 6, // IF_OPER_UP
}
