using System.Collections.ObjectModel;

namespace NetNs;

/// <summary>Things of one kind in a topology. As text, which is what CSV shows, each is a line of NAME=VALUE words.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class NetTopologyList<T> : ReadOnlyCollection<T>
    where T : NetTopologyItem
{
    /// <summary>The things, in their order.</summary>
    public NetTopologyList(IList<T> items)
        : base(items)
    {
    }

    /// <summary>A line for each: "Node=web InterfaceAlias=eth0 IPAddress=10.1.0.3/24", quoted as for a shell.</summary>
    public override string ToString()
        => string.Join('\n', this.Select(i => ShellText.Join(i.Values.Where(v => v.Value is not null).Select(v => $"{v.Key}={v.Value}"))));
}
