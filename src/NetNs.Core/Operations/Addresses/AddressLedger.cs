using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Which addresses are in use around a bridge, and the next free ones of its subnets.</summary>
internal sealed class AddressLedger
{
    // The value says whether the address is on the bridge's own network for sure: on the bridge or on the far end of a port.
    private readonly Dictionary<IPAddress, bool> _inUse = [];
    private readonly List<AddressPool> _pools = [];

    /// <summary>Opens a pool for each subnet that the bridge is in.</summary>
    internal AddressLedger(IEnumerable<InterfaceAddress> bridgeAddresses)
    {
        foreach (InterfaceAddress address in bridgeAddresses)
        {
            _inUse[address.Address] = true;
            if (address.PrefixLength < address.MaxPrefixLength && !_pools.Exists(p => p.Gateway.Network.Equals(address.Network)))
                _pools.Add(new AddressPool(address));
        }
    }

    /// <summary>Notes an address that somebody has.</summary>
    internal void Note(AddressMessage message, bool isOnBridge = false)
    {
        // Of a point-to-point link both ends' addresses are taken.
        if (message.Local is { } local)
            Note(local, isOnBridge);
        if (message.Address is { } address)
            Note(address, isOnBridge && message.Local is null);
    }

    /// <inheritdoc cref="Note(AddressMessage, bool)"/>
    internal void Note(IPAddress address, bool isOnBridge)
    {
        _inUse[address] = isOnBridge || IsOnBridge(address);
    }

    /// <summary>Whether somebody on the bridge's own network has an address.</summary>
    internal bool IsOnBridge(IPAddress address) => _inUse.TryGetValue(address, out bool isOnBridge) && isOnBridge;

    /// <summary>The lowest free address of each subnet; null where one of them has none left.</summary>
    internal List<InterfaceAddress>? TakeNext(out AddressPool? exhausted)
    {
        var taken = new List<InterfaceAddress>(_pools.Count);
        foreach (AddressPool pool in _pools)
        {
            exhausted = pool;
            if (pool.Take(_inUse.ContainsKey) is not { } address)
                return null;
            taken.Add(address);
        }

        exhausted = null;
        return taken;
    }
}
