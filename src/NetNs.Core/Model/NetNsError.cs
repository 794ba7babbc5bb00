namespace NetNs;

/// <summary>
/// What went wrong, as a stable word: the ErrorId of the cmdlets. Never renamed.
/// </summary>
public enum NetNsError
{
    /// <summary>The system refused for want of a capability; the message names it.</summary>
    NotPermitted,

    /// <summary>There is no such network namespace.</summary>
    NamespaceNotFound,

    /// <summary>A network namespace of that name is there already.</summary>
    NamespaceAlreadyExists,

    /// <summary>No file name: empty, ".", "..", with "/" or NUL, or longer than 255 bytes.</summary>
    NamespaceNameInvalid,

    /// <summary>Something still uses the namespace.</summary>
    NamespaceBusy,

    /// <summary>The file is there, the namespace is not: what a reboot or a crash leaves.</summary>
    NamespaceStale,

    /// <summary>There is no such link.</summary>
    LinkNotFound,

    /// <summary>A link of that name is there already.</summary>
    LinkAlreadyExists,

    /// <summary>No link name: 1 to 15 bytes, no "/", no blank, neither "." nor "..".</summary>
    LinkNameInvalid,

    /// <summary>A link's setting is out of range or does not fit its kind.</summary>
    LinkSettingInvalid,

    /// <summary>The link is in a state that does not allow it.</summary>
    LinkBusy,

    /// <summary>There is no such bridge.</summary>
    BridgeNotFound,

    /// <summary>The link is there, but is no bridge.</summary>
    NotABridge,

    /// <summary>The link is no port of a bridge.</summary>
    NotABridgePort,

    /// <summary>The link is a port of a bridge already.</summary>
    AlreadyABridgePort,

    /// <summary>The bridge has 1,023 ports, as many as the kernel gives one.</summary>
    BridgeFull,

    /// <summary>No address of the bridge's subnets is free.</summary>
    NoFreeAddress,

    /// <summary>There is no such address.</summary>
    AddressNotFound,

    /// <summary>The address is there already.</summary>
    AddressAlreadyExists,

    /// <summary>Somebody else on the link has the address.</summary>
    AddressInUse,

    /// <summary>Not an IP address that a link can have.</summary>
    AddressInvalid,

    /// <summary>Not a subnet in CIDR form.</summary>
    SubnetInvalid,

    /// <summary>There is no such route.</summary>
    RouteNotFound,

    /// <summary>The route is there already.</summary>
    RouteAlreadyExists,

    /// <summary>A route's settings contradict each other or the kernel's rules.</summary>
    RouteInvalid,

    /// <summary>There is no such policy rule.</summary>
    RuleNotFound,

    /// <summary>The policy rule is there already.</summary>
    RuleAlreadyExists,

    /// <summary>A policy rule's settings contradict each other or the kernel's rules.</summary>
    RuleInvalid,

    /// <summary>The next hop is on no connected network.</summary>
    GatewayUnreachable,

    /// <summary>No route leads there.</summary>
    DestinationUnreachable,

    /// <summary>There is no such neighbour.</summary>
    NeighborNotFound,

    /// <summary>The neighbour is there already.</summary>
    NeighborAlreadyExists,

    /// <summary>Not a link-layer address that a link or neighbour can have.</summary>
    LinkLayerAddressInvalid,

    /// <summary>The host port is published already.</summary>
    PortAlreadyPublished,

    /// <summary>No port of the host is free.</summary>
    NoFreePort,

    /// <summary>The port is not published.</summary>
    PortNotPublished,

    /// <summary>Not a port, a range of ports or a publishing.</summary>
    PortInvalid,

    /// <summary>The subnet is masqueraded already.</summary>
    MasqueradeAlreadyExists,

    /// <summary>The subnet is not masqueraded.</summary>
    MasqueradeNotFound,

    /// <summary>There is no such sysctl in the namespace.</summary>
    SysctlNotFound,

    /// <summary>The kernel does not take the value.</summary>
    SysctlValueInvalid,

    /// <summary>There is no such process.</summary>
    ProcessNotFound,

    /// <summary>There is no such container.</summary>
    ContainerNotFound,

    /// <summary>The container is there, but does not run, so that it has no namespace.</summary>
    ContainerNotRunning,

    /// <summary>A container engine answered with something that is not understood.</summary>
    ContainerEngineFailed,

    /// <summary>A program could not be started.</summary>
    ProcessStartFailed,

    /// <summary>The kernel lacks a feature; the message names it.</summary>
    KernelFeatureMissing,

    /// <summary>What was asked for twice differs from what is there.</summary>
    ExistingDiffers,

    /// <summary>A lab definition has mistakes; the message lists them.</summary>
    LabInvalid,

    /// <summary>There is no lab of that name.</summary>
    LabNotFound,

    /// <summary>What was given for a topology is none.</summary>
    TopologyInvalid,

    /// <summary>There is no Pester that could be used.</summary>
    PesterNotFound,

    /// <summary>It took longer than allowed.</summary>
    TimedOut,

    /// <summary>The arguments contradict each other.</summary>
    ArgumentsInvalid,

    /// <summary>A property of a pipeline object is no value for its parameter, or the object is $null.</summary>
    InputNotBound,

    /// <summary>The object comes from another machine, or from before this one started.</summary>
    ForeignObject,

    /// <summary>The kernel refused for a reason that has no word of its own.</summary>
    KernelRefused,
}
