namespace NetNs.Operations;

/// <summary>The order of a lab's steps: what is created and changed comes first, what is removed comes last.</summary>
internal enum LabPhase
{
    Host,

    /// <summary>Addresses that another link is about to get.</summary>
    Release,
    Bridges,
    Uplink,

    /// <summary>Before anything is connected: a connection that leaves earlier keeps the address that it left with.</summary>
    Masquerades,
    Nodes,
    Cables,
    Links,
    Addresses,
    Sysctls,
    Routes,
    Ports,
    Hosts,
    Processes,

    /// <summary>From here on the steps cannot be taken back.</summary>
    RemoveProcesses,
    RemovePorts,
    RemoveMasquerades,
    RemoveRoutes,
    RemoveAddresses,
    RemoveLinks,
    RemoveNodes,
    RemoveBridges,
    RemoveHost,

    /// <summary>Ports that led elsewhere. The old ones have to go first, and so the new ones come when nothing else can fail.</summary>
    ChangePorts,
}
