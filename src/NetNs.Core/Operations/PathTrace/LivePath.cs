using System.Net;
using System.Net.Sockets;

namespace NetNs.Operations;

/// <summary>Sends one real packet along a path that was predicted, and says of each step whether the packet was seen to get through.</summary>
internal static class LivePath
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The steps of the prediction with what was seen of the packet.</summary>
    /// <param name="session">What operations work with.</param>
    /// <param name="source">Where the packet is sent.</param>
    /// <param name="question">What is asked.</param>
    /// <param name="predicted">The steps as they were predicted.</param>
    /// <exception cref="NetNsException">NotPermitted; KernelFeatureMissing where the kernel cannot trace (before Linux 5.12).</exception>
    internal static IReadOnlyList<NetPathHop> Run(OperationSession session, NetNamespace source, PathQuestion question, IReadOnlyList<NetPathHop> predicted)
        => Failure.Translate(() =>
        {
            using var nodes = new PathNodes(session);
            var stations = new List<LiveStation>();
            try
            {
                foreach (IGrouping<NetNamespace, NetPathHop> place in predicted.GroupBy(h => h.Namespace))
                    stations.Add(new LiveStation(nodes.Get(place.Key).Context, question, [.. place]));
                bool isAnswered = Send(nodes.Get(source).Context, question, session.Reporter.Stopping);
                return Compare(predicted, stations.ToDictionary(s => s.Namespace, s => s.Read()), isAnswered);
            }
            finally
            {
                foreach (LiveStation station in stations)
                    station.Dispose();
            }
        }, "trace the packet", source);

    // Whether an answer came.
    private static bool Send(NamespaceContext context, PathQuestion question, CancellationToken stopping)
    {
        if (question.Protocol == NetPathProtocol.Udp)
            return SendDatagram(context, question);
        var test = new ConnectionTest { Name = question.Destination.ToString(), Port = question.Port, Timeout = Patience };
        using var probe = new ConnectionProbe(context, question.Destination, test, stopping);
        probe.Run();
        return question.Protocol == NetPathProtocol.Tcp ? probe.Outcome == SocketError.Success : probe.Pings.Answered > 0;
    }

    private static bool SendDatagram(NamespaceContext context, PathQuestion question)
    {
        using Socket socket = context.RunInside(() => new Socket(question.Destination.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        try
        {
            socket.Connect(new IPEndPoint(question.Destination, question.Port!.Value));
            socket.Send([0]);
            return socket.Receive(new byte[1]) > 0;
        }
        catch (SocketException)
        {
            return false; // no route, refused, or nothing came within the time
        }
    }

    private static List<NetPathHop> Compare(IReadOnlyList<NetPathHop> predicted, Dictionary<NetNamespace, List<LiveSight>> seen, bool isAnswered)
    {
        // What was seen to get through shows that all before it did.
        int last = isAnswered ? predicted.Count - 1 : -1;
        for (int i = predicted.Count - 1; i > last; i--)
        {
            if (IsSeen(predicted[i], seen))
                last = i;
        }

        int end = predicted.Count;
        LiveSight? drop = null;
        for (int i = last + 1; i < predicted.Count && drop is null; i++)
        {
            drop = seen[predicted[i].Namespace].Find(s => s.Kind == LiveSightKind.Dropped && s.Direction == predicted[i].Direction && s.Stage == predicted[i].Stage);
            end = drop is null ? end : i;
        }

        // Dropped where no rule was expected to look: at the first step that was not seen.
        if (drop is null && last + 1 < predicted.Count)
        {
            drop = seen[predicted[last + 1].Namespace].Find(s => s.Kind == LiveSightKind.Dropped && s.Direction == predicted[last + 1].Direction);
            end = drop is null ? end : last + 1;
        }

        return [.. predicted.Select((hop, i) => i <= last || (drop is not null && i < end) ? Seen(hop, NetPathVerdict.Passes, "passed")
            : i == end ? Seen(hop, NetPathVerdict.Blocked, $"dropped by {drop!.Rule}")
            : Seen(hop, NetPathVerdict.Unknown, "not seen"))];
    }

    private static bool IsSeen(NetPathHop hop, Dictionary<NetNamespace, List<LiveSight>> seen) => seen[hop.Namespace].Exists(s => s.Direction == hop.Direction && hop.Stage switch
    {
        // In by a link: it came to the first hook.
        NetPathStage.Peer or NetPathStage.Ingress => s.Stage == NetPathStage.Prerouting && s.Kind == LiveSightKind.Arrived,
        NetPathStage.Prerouting or NetPathStage.Input or NetPathStage.Forward or NetPathStage.Output or NetPathStage.Postrouting => s.Stage == hop.Stage && s.Kind == LiveSightKind.Passed,
        _ => false,
    }) || (hop.Stage == NetPathStage.Listener && hop.Direction == NetPathDirection.Request && seen[hop.Namespace].Exists(s => s.Direction == NetPathDirection.Reply && s.Stage == NetPathStage.Output));

    private static NetPathHop Seen(NetPathHop hop, NetPathVerdict verdict, string reason) => new()
    {
        Step = hop.Step,
        Direction = hop.Direction,
        Namespace = hop.Namespace,
        InterfaceAlias = hop.InterfaceAlias,
        Stage = hop.Stage,
        Verdict = hop.Verdict,
        Reason = hop.Reason,
        Evidence = hop.Evidence,
        Owner = hop.Owner,
        Remedy = hop.Remedy,
        Packet = hop.Packet,
        Live = verdict,
        LiveReason = reason,
    };
}
