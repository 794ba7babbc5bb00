using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>What -AllowThrough does: a narrow rule in each chain of others that would drop what is published, in the same transaction as the port.</content>
internal sealed partial class PortPublisher
{
    private readonly ThroughRules _through = new(context);
    private readonly List<ForwardedTraffic> _allowed = [];
    private readonly HashSet<(NfFamily, string)> _unwritable = [];

    // Which message of the batch that was last sent is a rule for which table.
    private readonly Dictionary<int, ThroughPlace> _throughMessages = [];

    private static IEnumerable<ForwardedTraffic> TrafficOf(PublishTarget target, PortEntry entry)
    {
        var traffic = ForwardedTraffic.Published(entry.Target, entry.Protocol, entry.TargetPort, target.EndOf(entry.HostAddress).Link?.Name,
            entry.HostPort, entry.IsForAnyAddress ? null : entry.HostAddress);
        if (!IPAddress.IsLoopback(entry.HostAddress))
            yield return traffic;
        yield return traffic.FromHost();
    }

    private void AddThrough(NfBatch batch, PublishPlan plan, IReadOnlyList<PortEntry> entries)
    {
        _throughMessages.Clear();
        if (_taken.Count > 0)
        {
            HashSet<string> old = [.. _taken.Select(t => ThroughRules.TagOf(PortEntry.Parse(t.Entry.Sets, t.Entry.Map, t.Element)))];
            _through.Delete(batch, _through.Read().Where(r => old.Contains(ThroughRules.TagOf(r)!)));
        }

        if (!plan.Options.AllowThrough || !_blockers.IsAnybodyThere)
            return;
        ILookup<string, RuleMessage>? present = null;
        foreach (PortEntry entry in entries)
        {
            HashSet<(ThroughPlace, bool)> done = [];
            foreach (ForwardBlocker blocker in TrafficOf(plan.Target, entry).SelectMany(_blockers.Find))
            {
                if (ThroughRules.PlaceIn(blocker) is not { } place || _unwritable.Contains((place.Family, place.Table)))
                    continue;
                // One that is there and does not help any more stands behind what drops: it is put first anew.
                present ??= _through.Read().ToLookup(r => ThroughRules.TagOf(r)!);
                string tag = ThroughRules.TagOf(entry);
                if (done.Count == 0)
                    _through.Delete(batch, present[tag]);
                foreach (TrafficStop stop in blocker.Stops.Where(s => done.Add((place, s.IsAnswer))))
                {
                    var rule = new ThroughRule(entry, stop.IsAnswer);
                    if (context.Reporter.WantsSteps)
                        context.Reporter.Step($"Let {(stop.IsAnswer ? "answers of " : "")}{entry.Name} through chain {place.Chain}{context.Namespace.Suffix}", rule.Command(context, place));
                    _throughMessages.Add(batch.InsertRule(rule.In(place)), place);
                }
            }
        }
    }

    // Whether a rule was refused, so that it has to go without: its table belongs to a process (firewalld's may), or the kernel lacks a match.
    private bool WasRefused(NetlinkException refusal)
    {
        if (!_throughMessages.TryGetValue(refusal.MessageIndex, out ThroughPlace place))
            return false;
        context.Reporter.Warn($"Cannot put a rule into chain {place.Chain} of table {FirewallOperations.WordOf(place.Family)} {place.Table}{context.Namespace.Suffix}: {refusal.Message}");
        return _unwritable.Add((place.Family, place.Table));
    }

    // What is dropped all the same is told as without the switch.
    private void CheckAllowed()
    {
        if (_allowed.Count == 0)
            return;
        var anew = new ForwardBlockers(context);
        _allowed.ForEach(anew.Note);
        anew.WarnNoted();
        _allowed.Clear();
    }
}
