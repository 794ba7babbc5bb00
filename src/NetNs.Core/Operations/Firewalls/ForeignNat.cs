using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Looks for rules of others that are met before ours and take connections to a port: a chain of NAT with a lower priority that translates them
/// elsewhere, or a rule that keeps them from connection tracking, so that nothing is translated. The ruleset is read once, at first use.
/// </summary>
/// <param name="context">Where ports are published; must outlive it.</param>
internal sealed class ForeignNat(NamespaceContext context)
{
    private const int Conntrack = -200; // NF_IP_PRI_CONNTRACK

    private readonly RulesetView _ruleset = new(context.NfTables, () => FirewallOperations.LegacyTables(context));
    private readonly Uplinks _uplinks = new(context);
    private List<ChainMessage>? _chains;
    private (bool IsKnown, string? Chain) _anyPort;

    private List<ChainMessage> Chains => _chains ??= [.. Enumerable.Reverse(_ruleset.Chains).Where(IsSuspect).OrderBy(c => c.Hook!.Priority)];

    /// <summary>The chain that takes connections to a port, in words; null where none does.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal string? Find(PortEntry entry) => Failure.Translate(() => Chains.Count == 0 ? null : Search(entry), "read the ruleset", context.Namespace);

    private string? Search(PortEntry entry)
    {
        if (_anyPort.IsKnown)
            return _anyPort.Chain;
        bool isIPv4 = Subnet.FamilyOf(entry.HostAddress) == IPFamily.IPv4;
        bool asked = false;
        string? found = IPAddress.IsLoopback(entry.HostAddress) ? null : Walk(FirewallHook.Prerouting);
        found ??= Walk(FirewallHook.Output);
        // Where no rule asks for a port or an address, all ports fare alike.
        if (!asked && entry.IsForAnyAddress && found is null)
            _anyPort = (true, null);
        return found;

        string? Walk(FirewallHook hook)
        {
            (string? Name, int Index, IPAddress? Address)[] links = [.. _uplinks.Of(isIPv4).Select(u => ((string?)u.Name, u.Index, (IPAddress?)u.Address))];
            foreach ((string? name, int index, IPAddress? address) in links.Length > 0 ? links : [(null, 0, null)])
            {
                var packet = new SamplePacket
                {
                    Family = isIPv4 ? NfFamily.IPv4 : NfFamily.IPv6,
                    InLink = hook == FirewallHook.Prerouting ? name : null,
                    InIndex = hook == FirewallHook.Prerouting ? index : 0,
                    OutLink = hook == FirewallHook.Output ? "lo" : null,
                    OutIndex = hook == FirewallHook.Output ? 1 : 0,
                    Destination = entry.IsForAnyAddress ? address : entry.HostAddress,
                    DestinationPort = entry.HostPort,
                    Protocol = (byte)entry.Protocol,
                    IsToHost = true,
                };
                var marks = new PacketMarks();
                foreach (ChainMessage chain in Chains.Where(c => FirewallOperations.HookOf(c) == hook && (c.Family == NfFamily.Inet || c.Family == packet.Family)))
                {
                    var walk = new RuleWalk(_ruleset, packet, marks);
                    walk.Follow(chain);
                    asked |= walk.AskedForPorts;
                    if (chain.Type == "nat" ? walk.Translation is not null : walk.Untracking is not null)
                        return Describe(chain, walk.Untracking is not null);
                }
            }

            return null;
        }
    }

    private string Describe(ChainMessage chain, bool isUntracked)
    {
        string? owner = FirewallOwner.OfBaseChain(chain, () => FirewallOwner.Targets(_ruleset.RulesOf(chain.Family, chain.Table, chain.Name)));
        return $"chain {chain.Name} of table {FirewallOperations.WordOf(chain.Family)} {chain.Table}{(owner is null ? "" : $" (probably of {owner})")} {(isUntracked ? "keeps them from connection tracking" : "leads them elsewhere")}";
    }

    private bool IsSuspect(ChainMessage chain)
        => FirewallOperations.HookOf(chain) is FirewallHook.Prerouting or FirewallHook.Output
            && chain.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet
            && !FirewallOwner.IsOurs(chain.Family, chain.Table)
            && chain.Hook!.Priority < (chain.Type == "nat" ? NatRuleset.DestinationNatPriority : Conntrack)
            && chain.Use > 0
            && !_ruleset.IsDormant(chain);
}
