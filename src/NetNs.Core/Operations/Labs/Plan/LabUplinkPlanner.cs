using System.Net;
using System.Security.Cryptography;
using System.Text;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Plans the link between a sealed lab and the namespace that it is made from. The lab's host reaches the outside through it, and everything of the lab leaves
/// under its address; the outer namespace masquerades that address.
/// </summary>
internal sealed class LabUplinkPlanner(LabPlan plan, OperationSession session)
{
    private const string InnerName = "uplink";
    private const int IPv4PrefixLength = 30;
    private const int IPv6PrefixLength = 64;

    // 100.64.0.0/10 has 2^20 networks of four addresses.
    private const uint Networks = 1u << (IPv4PrefixLength - 10);

    private readonly LabDefinition _definition = plan.Definition;

    internal void Plan()
    {
        LinkMessage? present = plan.State.OwnLinks.FirstOrDefault(l => LabLabel.Parse(l.Alias)?.Kind == LabLabel.Uplink);
        if (_definition.Uplink && present is null)
        {
            (InterfaceAddress[] outer, InterfaceAddress[] inner) = ChooseAddresses();
            plan.Create(LabPhase.Uplink, "Link", InnerName, string.Join(", ", inner.Select(a => a.ToString())), scene => Create(scene, outer, inner));
        }
        else if (!_definition.Uplink && present is not null)
        {
            plan.Remove(LabPhase.RemoveLinks, "Link", InnerName, present.Name, scene => Remove(scene.Session, scene.Session.Current, present));
        }
    }

    /// <summary>Removes an uplink and what is masqueraded for it.</summary>
    internal static void Remove(OperationSession session, NamespaceContext context, LinkMessage link)
    {
        IPNetwork[] subnets = [.. BridgeOperations.AddressesOf(context, link.Index).Select(a => a.Network)];
        var masquerading = new Masquerading(session, context);
        masquerading.RemoveThoseThere([.. subnets.Select(s => new MasqueradeEntry(s, null, null))]);
        masquerading.Finish();
        LinkRemoval.RemoveOne(context, link, (_, failure) => throw failure);
    }

    private void Create(LabScene scene, InterfaceAddress[] outer, InterfaceAddress[] inner)
    {
        NamespaceContext context = scene.Session.Current;
        string name = OuterName(_definition.Name);
        string label = new LabLabel(_definition.Name, LabLabel.Uplink, "").ToString();
        NamespaceContext host = scene.Host();
        VethPair pair = new LinkOperations(scene.Session).CreateVethPair(context, host, new VethOptions { Name = name, PeerName = InnerName, Addresses = outer, PeerAddresses = inner, Up = true });
        LinkMessage made = context.Route.GetLink(pair.A.InterfaceIndex);
        scene.Undo.Push($"remove link {name}", () => Remove(scene.Session, scene.Session.Current, made));
        context.Route.ChangeLink(new LinkMessage { Index = pair.A.InterfaceIndex, Alias = label });
        host.Route.ChangeLink(new LinkMessage { Index = pair.B.InterfaceIndex, Alias = label });
        foreach (InterfaceAddress gateway in outer)
        {
            IPNetwork everything = gateway.Family == IPFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6;
            RouteOperations.Create(host, null, new RouteOptions { Destination = everything, NextHops = [gateway.Address] });
            new Masquerading(scene.Session, host).Add(new MasqueradeEntry(everything, InnerName, null), enableForwarding: false, reuse: true);
            new Masquerading(scene.Session, context).Add(new MasqueradeEntry(gateway.Network, null, null), enableForwarding: false, reuse: true);
        }
    }

    // Shared address space (RFC 6598) and a unique local prefix (RFC 4193), both by the lab's name, so that two labs do not meet; the next ones where they are taken.
    private (InterfaceAddress[] Outer, InterfaceAddress[] Inner) ChooseAddresses()
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(_definition.Name));
        List<IPNetwork> taken = [.. session.Current.Route.DumpAddresses().Select(a => InterfaceAddress.From(a).Network)];
        uint number = BitConverter.ToUInt32(hash) % Networks;
        IPNetwork network;
        while (taken.Exists(t => Subnet.Overlap(t, network = NetworkOf(number))))
            number = (number + 1) % Networks;
        network = NetworkOf(number);
        byte[] first = network.BaseAddress.GetAddressBytes(), second = network.BaseAddress.GetAddressBytes();
        first[3] += 1;
        second[3] += 2;
        byte[] outer6 = [0xfd, .. hash[4..9], 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], inner6 = [0xfd, .. hash[4..9], 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];
        InterfaceAddress[] outer = [new(new IPAddress(first), IPv4PrefixLength)], inner = [new(new IPAddress(second), IPv4PrefixLength)];
        if (!File.Exists("/proc/net/if_inet6"))
            return (outer, inner);
        return ([.. outer, new(new IPAddress(outer6), IPv6PrefixLength)], [.. inner, new(new IPAddress(inner6), IPv6PrefixLength)]);
    }

    private static IPNetwork NetworkOf(uint number)
    {
        uint address = (100u << 24) | (64u << 16) | (number << (32 - IPv4PrefixLength));
        return new IPNetwork(new IPAddress([(byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address]), IPv4PrefixLength);
    }

    private static string OuterName(string lab)
    {
        string name = $"up-{lab}";
        return LinkName.IsValid(name) ? name : $"up-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(lab)))[..8].ToLowerInvariant()}";
    }
}
