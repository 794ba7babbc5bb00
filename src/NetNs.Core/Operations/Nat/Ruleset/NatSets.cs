using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>The names of the sets and maps of our table for one version of the internet protocol.</summary>
internal sealed class NatSets
{
    /// <summary>Links whose targets can be reached by 127.0.0.1; a comment says where we switched route_localnet on for it.</summary>
    internal const string Loopback = "loopback";

    /// <summary>protocol . port of the IPv4 ports that 127.0.0.1 does not lead to, although they are published at it.</summary>
    internal const string Unserved = "unserved";

    private NatSets(NfFamily family, string version)
    {
        Family = family;
        Publish = $"publish{version}";
        PublishOn = $"publish{version}_on";
        PublishFrom = $"publish{version}_from";
        Hairpin = $"hairpin{version}";
        Inside = $"inside{version}";
        Masquerade = $"masquerade{version}";
        MasqueradeOut = $"masquerade{version}_out";
        Snat = $"snat{version}";
        SnatOut = $"snat{version}_out";
    }

    internal static NatSets IPv4 { get; } = new(NfFamily.IPv4, "4");

    internal static NatSets IPv6 { get; } = new(NfFamily.IPv6, "6");

    internal static IReadOnlyList<NatSets> Both { get; } = [IPv4, IPv6];

    internal NfFamily Family { get; }

    /// <summary>protocol . port : address . port</summary>
    internal string Publish { get; }

    /// <summary>host address . protocol . port : address . port</summary>
    internal string PublishOn { get; }

    /// <summary>clients . host addresses . protocol . port : address . port</summary>
    internal string PublishFrom { get; }

    /// <summary>clients . targets that they share a link with</summary>
    internal string Hairpin { get; }

    /// <summary>destinations</summary>
    internal string Inside { get; }

    /// <summary>subnet</summary>
    internal string Masquerade { get; }

    /// <summary>subnet . link</summary>
    internal string MasqueradeOut { get; }

    /// <summary>subnet : address</summary>
    internal string Snat { get; }

    /// <summary>subnet . link : address</summary>
    internal string SnatOut { get; }

    /// <summary>The maps of ports.</summary>
    internal IReadOnlyList<string> OfPorts => [Publish, PublishOn, PublishFrom];

    /// <summary>The sets of subnets.</summary>
    internal IReadOnlyList<string> OfSubnets => [Masquerade, MasqueradeOut, Snat, SnatOut];

    internal static NatSets Of(IPAddress address) => Subnet.FamilyOf(address) == IPFamily.IPv4 ? IPv4 : IPv6;
}
