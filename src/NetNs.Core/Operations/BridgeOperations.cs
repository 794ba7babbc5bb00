using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Bridges and their ports. Each method acts in the namespace of the context it is given.</summary>
internal sealed partial class BridgeOperations
{
    /// <summary>A bridge by name or number.</summary>
    /// <exception cref="NetNsException">BridgeNotFound, or NotABridge where the link is something else.</exception>
    internal static LinkMessage Find(NamespaceContext context, LinkReference reference)
    {
        LinkMessage found;
        try
        {
            found = LinkOperations.Find(context, reference);
        }
        catch (NetNsException e) when (e.Error == NetNsError.LinkNotFound)
        {
            throw new NetNsException(NetNsError.BridgeNotFound, $"There is no bridge '{reference}'{context.Namespace.Suffix}.", reference.ToString(),
                $"List those there are with Get-Bridge, or make it with: New-Bridge {reference}", e);
        }

        return found.Kind is BridgeKind ? found : throw new NetNsException(NetNsError.NotABridge,
            $"'{found.Name}'{context.Namespace.Suffix} is a {LinkFactory.KindName(found)}, not a bridge.", found.Name, "List the bridges with Get-Bridge.");
    }
}
