using System.Collections;
using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>What a user may give for a topology: the object, or what CSV, Clixml or JSON made of it.</summary>
public sealed class TopologyArgument
{
    private readonly object _value;

    /// <summary>A topology.</summary>
    public TopologyArgument(NetTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        _value = topology;
    }

    /// <summary>A copy of one.</summary>
    public TopologyArgument(PSObject copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        _value = copy.BaseObject is NetTopology topology ? topology : copy;
    }

    /// <summary>What the user gave: the target of an error.</summary>
    internal object Subject => _value;

    /// <summary>The topology.</summary>
    /// <exception cref="NetNsException">TopologyInvalid.</exception>
    internal NetTopology Read()
    {
        if (_value is NetTopology known)
            return known;
        var copy = (PSObject)_value;
        if (copy.Properties["Nodes"] is null || copy.Properties["Links"] is null)
            throw TopologyText.Invalid($"a {copy.BaseObject.GetType().Name} without Nodes and Links");
        return TopologyText.Settle(new NetTopology
        {
            Lab = Text(copy, nameof(NetTopology.Lab)),
            Nodes = new(Items<NetTopologyNode>(copy, nameof(NetTopology.Nodes))),
            Bridges = new(Items<NetTopologyBridge>(copy, nameof(NetTopology.Bridges))),
            Links = new(Items<NetTopologyLink>(copy, nameof(NetTopology.Links))),
            Addresses = new(Items<NetTopologyAddress>(copy, nameof(NetTopology.Addresses))),
            Routes = new(Items<NetTopologyRoute>(copy, nameof(NetTopology.Routes))),
            Ports = new(Items<NetTopologyPort>(copy, nameof(NetTopology.Ports))),
            MachineName = Text(copy, nameof(NetTopology.MachineName)) ?? "",
        });
    }

    private static List<T> Items<T>(PSObject copy, string property)
        where T : NetTopologyItem
    {
        object? value = copy.Properties[property]?.Value;
        value = value is PSObject { BaseObject: var bare and not PSCustomObject } ? bare : value;
        return value switch
        {
            null => [],
            string text => [.. TopologyText.Split(text).Select(i => TopologyText.Read<T>(n => i.GetValueOrDefault(n)))],
            // One item alone: Select-Object and some versions of JSON take lists of one apart.
            PSObject single => [Item<T>(single)],
            IEnumerable list => [.. list.Cast<object>().Select(Item<T>)],
            _ => throw TopologyText.Invalid($"{property} is a {value.GetType().Name}"),
        };
    }

    private static T Item<T>(object value)
        where T : NetTopologyItem
    {
        if ((value is PSObject { BaseObject: T inner } ? inner : value) is T item)
            return item;
        var copy = PSObject.AsPSObject(value);
        return copy.BaseObject is string ? throw TopologyText.Invalid($"'{copy.BaseObject}' is only the name of a thing; it was written with too small a -Depth")
            : TopologyText.Read<T>(name => Text(copy, name));
    }

    private static string? Text(PSObject copy, string property)
        => copy.Properties[property]?.Value is { } value && LanguagePrimitives.TryConvertTo(value, System.Globalization.CultureInfo.InvariantCulture, out string text) && text.Length > 0 ? text : null;
}
