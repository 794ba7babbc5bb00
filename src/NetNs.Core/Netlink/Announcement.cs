namespace NetNs.Netlink;

/// <summary>What a <see cref="NetlinkListener"/> has to tell.</summary>
internal enum Announcement // ours
{
    /// <summary>Nothing at the moment.</summary>
    None,

    /// <summary>One or more messages.</summary>
    Messages,

    /// <summary>The queue ran over and the kernel dropped some (ENOBUFS): what is known must be read anew. Older announcements may still follow.</summary>
    Lost,
}
