using System.Net;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Api;

/// <content>IP addresses.</content>
public sealed partial class NetStack
{
    /// <summary>Its addresses, IPv4 first.</summary>
    /// <param name="link">Name of the one link; null: of all.</param>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    public IReadOnlyList<NetIPAddress> Addresses(string? link = null)
        => [.. AddressOperations.List(_context, new AddressQuery { Link = link is null ? 0 : LinkOperations.Find(_context, LinkOf(link)).Index })];

    /// <summary>Puts an address on a link.</summary>
    /// <param name="link">The link's name.</param>
    /// <param name="address">The address in CIDR form: "172.18.0.1/16".</param>
    /// <returns>The address. An IPv6 one may still be asked about on its link (Tentative) for a second or two.</returns>
    /// <exception cref="NetNsException">LinkNotFound, AddressInvalid, AddressAlreadyExists, NotPermitted.</exception>
    public NetIPAddress AddAddress(string link, string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        AddressOptions options = AddressOptions.Parse(address, prefixLength: null);
        return Run(() => new AddressOperations(_session).Create(_context, LinkOperations.Find(_context, LinkOf(link)), options));
    }

    /// <summary>Takes an address off a link.</summary>
    /// <param name="link">The link's name.</param>
    /// <param name="address">The address, without its prefix length.</param>
    /// <exception cref="NetNsException">LinkNotFound, AddressNotFound, NotPermitted.</exception>
    public void RemoveAddress(string link, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        LinkMessage found = LinkOperations.Find(_context, LinkOf(link));
        List<NetIPAddress> present = [.. AddressOperations.List(_context, new AddressQuery { Link = found.Index, Address = address })];
        if (present.Count == 0)
            throw AddressOperations.NotFound(address.ToString(), link, Namespace);
        var operations = new AddressOperations(_session);
        foreach (NetIPAddress one in present)
            operations.Remove(_context, one);
    }
}
