using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes kinds of links.</summary>
public sealed class LinkKindCompleter : IArgumentCompleter
{
    private static readonly (string Name, string Tip)[] Kinds =
    [
        ("Bridge", "a switch in the kernel"), ("Dummy", "swallows what it gets"), ("Ifb", "a place to shape what comes in"),
        ("Ipvlan", "more addresses behind one MAC"), ("Loopback", "lo"), ("Macvlan", "a second MAC on a parent"), ("Macvtap", "a macvlan read as a device"),
        ("Physical", "hardware"), ("Tap", "frames to and from a program"), ("Tun", "packets to and from a program"), ("Veth", "one end of a virtual cable"), ("Vlan", "IEEE 802.1Q"), ("Vrf", "virtual routing and forwarding"), ("Vxlan", "Ethernet over UDP"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From(Kinds, wordToComplete);
}
