namespace NetNs;

/// <summary>Where on its way through the kernel a packet meets rules, in the order of the way.</summary>
public enum FirewallHook
{
    /// <summary>As it comes from the link, before anything else.</summary>
    Ingress,

    /// <summary>Before the kernel decides where it goes: destinations are translated here.</summary>
    Prerouting,

    /// <summary>On the way to a program of this namespace.</summary>
    Input,

    /// <summary>On the way from one link to another.</summary>
    Forward,

    /// <summary>As a program of this namespace sends it.</summary>
    Output,

    /// <summary>Before it leaves by a link: sources are translated here.</summary>
    Postrouting,

    /// <summary>As it goes to the link, after anything else.</summary>
    Egress,
}
