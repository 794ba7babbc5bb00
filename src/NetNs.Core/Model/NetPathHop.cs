namespace NetNs;

/// <summary>One step of a packet's path, and what becomes of the packet there. An immutable snapshot.</summary>
public sealed class NetPathHop
{
    /// <summary>Its number, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Whether it is on the way there or on the way back.</summary>
    public required NetPathDirection Direction { get; init; }

    /// <summary>Where.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The link that the step is about; null where it is about none.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>What the kernel does at this step.</summary>
    public required NetPathStage Stage { get; init; }

    /// <summary>What becomes of the packet.</summary>
    public required NetPathVerdict Verdict { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The rule, route or setting that decides, as its own tool writes it.</summary>
    public string? Evidence { get; init; }

    /// <summary>Who probably made the rule that decides: Docker, firewalld, ufw, NetNs …; null where that is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>A command line that helps; null where none can be told.</summary>
    public string? Remedy { get; init; }

    /// <summary>With -Live, what became of a real packet: Passes, Blocked where a rule dropped it, Unknown from where it was not seen. Else null.</summary>
    public NetPathVerdict? Live { get; init; }

    /// <summary>With -Live, what was seen, in words.</summary>
    public string? LiveReason { get; init; }

    /// <summary>The packet as it comes to the step.</summary>
    public required NetPathPacket Packet { get; init; }

    /// <summary>"Forward in namespace router: Blocked".</summary>
    public override string ToString() => $"{Stage}{Namespace.Suffix}: {Verdict}";
}
