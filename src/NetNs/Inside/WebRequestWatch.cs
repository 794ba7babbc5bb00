using System.Diagnostics.Tracing;

namespace NetNs.Inside;

/// <summary>
/// Notes the web requests that a script block makes, however it makes them: HttpClient, which all web clients of .NET use, announces each
/// request on the thread that asks for it, and then connects on a thread of the pool, which is outside of the namespace.
/// </summary>
/// <remarks>The announcement is the event RequestStart of the event source System.Net.Http.</remarks>
internal sealed class WebRequestWatch : EventListener
{
    private const string Source = "System.Net.Http";
    private const int MaxHosts = 5;

    // Flows from the thread of the block to tasks and threads that it starts. Null while the base constructor runs, which reports the
    // sources that exist already.
    private readonly AsyncLocal<bool>? _isInside = new();
    private readonly SortedSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether this thread works for the block. Not while the rest of the user's pipeline runs on it.</summary>
    internal bool IsInside
    {
        set => _isInside!.Value = value;
    }

    /// <summary>Hosts of requests that were made, at most five; empty if there were none.</summary>
    internal string Hosts
    {
        get
        {
            lock (_hosts)
                return string.Join(", ", _hosts);
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName != "RequestStart" || _isInside is not { Value: true } || eventData.Payload is not [_, string host, ..])
            return;
        lock (_hosts)
        {
            if (_hosts.Count < MaxHosts)
                _hosts.Add(host);
        }
    }
}
