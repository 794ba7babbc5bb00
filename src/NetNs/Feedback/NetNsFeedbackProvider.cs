extern alias current;

using current::System.Management.Automation.Subsystem;
using current::System.Management.Automation.Subsystem.Feedback;
using NetNs.Translation;

namespace NetNs.Feedback;

/// <summary>Tells at the prompt, after a command of ip or its like, which cmdlet does the same: once for each form of command.</summary>
internal sealed class NetNsFeedbackProvider : IFeedbackProvider
{
    // What is longer is no command that somebody typed.
    private const int MaxLength = 2048;

    private static readonly string[] _prefixes = ["sudo", "doas"];

    private readonly HashSet<string> _told = [];
    private readonly Lock _lock = new();

    /// <summary>The one of this process.</summary>
    private static NetNsFeedbackProvider? _registered;

    public Guid Id { get; } = new("3d1b9d0a-5a0e-4ab5-8a38-1f6a4a7a9c11");

    public string Name => "NetNs";

    public string Description => "After a command of ip, nsenter, iptables, brctl, sysctl -w, ifconfig, route or arp: the cmdlet that does the same.";

    /// <summary>Whether the command worked or failed.</summary>
    public FeedbackTrigger Trigger => FeedbackTrigger.All;

    /// <summary>Puts it on; nothing where it is on.</summary>
    internal static void Register()
    {
        if (_registered is not null)
            return;
        var provider = new NetNsFeedbackProvider();
        SubsystemManager.RegisterSubsystem(SubsystemKind.FeedbackProvider, provider);
        _registered = provider;
        // The first translation compiles code: not while somebody waits for the prompt.
        foreach (string line in (string[])["sudo ip netns add x", "ip netns exec x ip addr add 10.0.0.1/24 dev x", "ip route add default via 10.0.0.1", "iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE", "sysctl -w net.ipv4.ip_forward=1"])
            _ = provider.LineFor(line);
        provider._told.Clear();
    }

    /// <summary>Takes it off; nothing where it is off.</summary>
    internal static void Unregister()
    {
        if (_registered is not { } provider)
            return;
        _registered = null;
        SubsystemManager.UnregisterSubsystem(SubsystemKind.FeedbackProvider, provider.Id);
    }

    public FeedbackItem? GetFeedback(FeedbackContext context, CancellationToken token)
        => LineFor(context.CommandLine) is { } line ? new FeedbackItem(line, null) : null;

    /// <summary>The line for a command; null where there is none, or where its form has been told.</summary>
    internal string? LineFor(string command)
    {
        if (command.Length > MaxLength || !Concerns(command))
            return null;
        NetCommandTranslation? translation = NetCommands.Translate(command).FirstOrDefault(t => t.Command is not null && t.Confidence != NetCommandConfidence.Unsupported);
        if (translation is null)
            return null;
        string form = $"{ProgramOf(command)} {string.Join(' ', translation.Command!.Split(' ').Where(w => w.Contains('-', StringComparison.Ordinal) && char.IsAsciiLetterUpper(w[0])))}";
        lock (_lock)
        {
            return _told.Add(form) ? $"With NetNs: {TerminalText.Escape(translation.Command)}" : null;
        }
    }

    // Looked at after each command of the session: most are nothing of ours.
    private static bool Concerns(string command)
    {
        string program = ProgramOf(command);
        return NetCommands.IsOfTheNetwork(program) && (program != "sysctl" || command.Contains(" -w", StringComparison.Ordinal) || command.Contains('=', StringComparison.Ordinal));
    }

    private static string ProgramOf(string command)
    {
        string[] words = command.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string program = words.FirstOrDefault(w => !_prefixes.Contains(w)) ?? "";
        return program[(program.LastIndexOf('/') + 1)..];
    }
}
