using System.Net;
using NetNs.Interop;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>How subnets get along with each other and with what is around.</content>
internal sealed partial class Masquerading
{
    // Packets to several receivers stay as they are, as does what one subnet sends to another.
    private static readonly IPNetwork[] AlwaysInside = [IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("255.255.255.255/32"), IPNetwork.Parse("ff00::/8")];

    // The present one, where it is what was asked for; null where there is none.
    private Masquerade? FindExisting(MasqueradeEntry wanted, (MasqueradeEntry Entry, SetElement Element)[] present, bool reuse)
    {
        foreach ((MasqueradeEntry entry, SetElement element) in present)
        {
            if (!Conflicts(entry, wanted))
                continue;
            Masquerade owner = Describe(entry, element.Counter);
            bool isSame = IsSame(entry, wanted);
            if (isSame && reuse)
                return owner;
            if (reuse)
            {
                string difference = entry.Subnet.Equals(wanted.Subnet) ? $"{(entry.Source is { } other ? $"as {other}" : "under the address of the link it leaves by")}"
                    : entry.Subnet.PrefixLength < wanted.Subnet.PrefixLength ? $"as a part of {entry.Subnet}" : $"only {entry.Subnet} of it";
                throw new NetNsException(NetNsError.ExistingDiffers, $"{wanted.Name} is masqueraded already{context.Namespace.Suffix}, but {difference}.", owner, $"Remove it first with: {context.Namespace.Cmdlet($"Remove-Masquerade {entry.Subnet}")}");
            }

            string how = entry.Source is { } source ? $" as {source}" : "";
            string part = entry.Subnet.Equals(wanted.Subnet) ? "" : entry.Subnet.PrefixLength < wanted.Subnet.PrefixLength ? $", as a part of {entry.Subnet}" : $" in part: {entry.Subnet} is";
            throw new NetNsException(NetNsError.MasqueradeAlreadyExists,
                $"{wanted.Name} is masqueraded already{how}{part}{context.Namespace.Suffix}.", owner, $"Remove it first with: {context.Namespace.Cmdlet($"Remove-Masquerade {entry.Subnet}")}{(isSame ? ", or say -IfExists Reuse" : "")}");
        }

        return null;
    }

    // Of two that overlap the kernel would refuse the second, or never look at it.
    private static bool Conflicts(MasqueradeEntry present, MasqueradeEntry wanted)
    {
        if (present.Link != wanted.Link || !Subnet.Overlap(present.Subnet, wanted.Subnet))
            return false;
        if (present.Set == wanted.Set || present.Subnet.Equals(wanted.Subnet))
            return true;
        // A fixed address is looked for first: it may make an exception from a larger masqueraded subnet, but not the other way round.
        (MasqueradeEntry fixedOne, MasqueradeEntry other) = present.Source is null ? (wanted, present) : (present, wanted);
        return fixedOne.Subnet.PrefixLength < other.Subnet.PrefixLength;
    }

    // What is reached under its own address changes with the subnets: no interval may overlap another, so the largest stand for all.
    private static void Replace(NamespaceContext context, NfBatch batch, NatSets sets, IEnumerable<MasqueradeEntry> before, IReadOnlyList<MasqueradeEntry> after)
    {
        HashSet<IPNetwork> old = Largest(sets, before), @new = Largest(sets, after);
        Put([.. old.Except(@new)], e => batch.DeleteElements(e), "Do not keep true senders towards", NftText.DeleteElement);
        Put([.. @new.Except(old)], e => batch.AddElements(e), "Keep true senders towards", NftText.AddElement);

        void Put(IPNetwork[] networks, Action<SetElementMessage> put, string intent, Func<NamespaceContext, string, IEnumerable<string>, string> command)
        {
            if (networks.Length > 0 && context.Reporter.WantsSteps)
                context.Reporter.Step($"{intent} {string.Join(", ", networks)}{context.Namespace.Suffix}", command(context, sets.Inside, networks.Select(n => n.ToString())));
            List<SetElement> elements = IntervalSet.Split(networks.Select(AddressInterval.Of).Select(i => new SetElement { Key = i.First, KeyEnd = i.Last }));
            if (elements.Count > 0)
                put(NatTable.In(sets.Inside, elements));
        }
    }

    private static HashSet<IPNetwork> Largest(NatSets sets, IEnumerable<MasqueradeEntry> entries)
    {
        // "Everything" says nothing about what is inside.
        IPNetwork[] subnets = [.. entries.Select(e => e.Subnet).Where(s => s.PrefixLength > 0)];
        if (!entries.Any())
            return [];
        IPNetwork[] all = [.. subnets, .. AlwaysInside.Where(n => ReferenceEquals(NatSets.Of(n.BaseAddress), sets))];
        return [.. all.Where(n => !all.Any(o => o.PrefixLength < n.PrefixLength && o.Contains(n.BaseAddress)))];
    }

    private void CheckSurroundings(MasqueradeEntry entry, Undo? undo)
    {
        IPFamily family = Subnet.FamilyOf(entry.Subnet.BaseAddress);
        if (entry.Link is { } link && context.Route.FindLink(link) is null)
            context.Reporter.Warn($"There is no link '{link}'{context.Namespace.Suffix} as yet: {entry.Subnet} is masqueraded once it comes.");
        if (entry.Source is { } source && !context.Route.DumpAddresses().Exists(a => InterfaceAddress.From(a).Address.Equals(source)))
            context.Reporter.Warn($"{source} is not an address{(context.Namespace.Suffix is { Length: > 0 } where ? where : " of this host")}: answers to it must be routed here.");
        AwaitAddresses(entry);
        _blockers.Warn(ForwardedTraffic.Outwards(entry.Subnet, entry.BridgeName, entry.Link));
        if (ForwardingOperations.IsEnabled(context, family))
        {
            if (family == IPFamily.IPv4)
                CheckLinks(entry, undo);
            return;
        }

        if (!_checked.Add(family))
            return;
        if (undo is null)
        {
            context.Reporter.Warn($"{family} forwarding is off{context.Namespace.Suffix}: nothing gets through. Switch it on with -EnableForwarding, or Enable-NetForwarding{NamespaceWord}.");
            return;
        }

        undo.Push($"forget that {family} forwarding was switched on", () => _checked.Remove(family));
        new ForwardingOperations(session).SwitchOn(context, family, undo);
    }

    // The namespace forwards, but single links may not: with IPv4 the link that a packet comes in by decides.
    private void CheckLinks(MasqueradeEntry entry, Undo? undo)
    {
        var forwarding = new LinkForwarding(context);
        int[] inside = [.. context.Route.DumpAddresses(LibC.AF_INET).Where(a => Subnet.Overlap(InterfaceAddress.From(a).Network, entry.Subnet)).Select(a => a.Index).Distinct()];
        foreach (int index in inside.Where(i => !forwarding.IsOn(i) && _checkedLinks.Add(i)))
        {
            if (context.Route.Connection.LinkName(index) is not { } name)
                continue;
            if (undo is null)
            {
                context.Reporter.Warn($"IPv4 forwarding is off on {name}{context.Namespace.Suffix}: what {entry.Subnet} sends is not forwarded. Switch it on with -EnableForwarding, or: Enable-NetForwarding -InterfaceAlias {PowerShellText.Quote(name)}{NamespaceWord}");
                continue;
            }

            undo.Push($"forget that forwarding was switched on for {name}", () => _checkedLinks.Remove(index));
            new ForwardingOperations(session).SwitchOn(context, IPFamily.IPv4, undo, name);
        }

        IEnumerable<int> outside = entry.Link is { } link ? [context.Route.FindLink(link)?.Index ?? 0] : forwarding.Uplinks();
        foreach (int index in outside.Except(inside).Where(i => i != 0 && !forwarding.IsOn(i) && _checkedLinks.Add(i)))
        {
            if (context.Route.Connection.LinkName(index) is { } name)
                context.Reporter.Warn($"IPv4 forwarding is off on {name}{context.Namespace.Suffix}: answers that come in by it are not forwarded. Switch it on with: Enable-NetForwarding -InterfaceAlias {PowerShellText.Quote(name)}{NamespaceWord}");
        }
    }

    // What a command line needs to act here.
    private string NamespaceWord => context.IsCurrent ? "" : PowerShellText.Parameter("Namespace", context.Namespace.ToString());
}
