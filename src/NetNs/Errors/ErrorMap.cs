using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Errors;

/// <summary>From an exception to an error record: stable ErrorId, category, target, and what to do.</summary>
internal static class ErrorMap
{
    /// <summary>The record, or null where the exception is none that an operation throws on purpose.</summary>
    internal static ErrorRecord? ToRecord(Exception exception, object? target)
    {
        // SessionStateException: a path that names no drive or provider.
        NetNsException? known = exception is SessionStateException e
            ? new NetNsException(NetNsError.ArgumentsInvalid, e.Message, target, "Give the path of a file.", e)
            : Failure.Explain(exception, target);
        if (known is null)
            return null;
        return new ErrorRecord(known, known.Error.ToString(), CategoryOf(known.Error), target ?? known.Target)
        {
            ErrorDetails = new ErrorDetails(known.Message) { RecommendedAction = known.RecommendedAction ?? "" },
        };
    }

    private static ErrorCategory CategoryOf(NetNsError error) => error switch
    {
        NetNsError.NotPermitted => ErrorCategory.PermissionDenied,
        NetNsError.NamespaceNotFound or NetNsError.LinkNotFound or NetNsError.BridgeNotFound or NetNsError.AddressNotFound or NetNsError.RouteNotFound or NetNsError.RuleNotFound
            or NetNsError.NeighborNotFound or NetNsError.PortNotPublished or NetNsError.MasqueradeNotFound or NetNsError.SysctlNotFound
            or NetNsError.ProcessNotFound or NetNsError.NamespaceStale or NetNsError.PesterNotFound or NetNsError.LabNotFound or NetNsError.ContainerNotFound => ErrorCategory.ObjectNotFound,
        NetNsError.NamespaceAlreadyExists or NetNsError.LinkAlreadyExists or NetNsError.AddressAlreadyExists or NetNsError.AddressInUse or NetNsError.RouteAlreadyExists or NetNsError.RuleAlreadyExists
            or NetNsError.NeighborAlreadyExists or NetNsError.PortAlreadyPublished or NetNsError.MasqueradeAlreadyExists or NetNsError.AlreadyABridgePort
            or NetNsError.ExistingDiffers => ErrorCategory.ResourceExists,
        NetNsError.RuleInvalid or NetNsError.NamespaceNameInvalid or NetNsError.LinkNameInvalid or NetNsError.LinkSettingInvalid or NetNsError.AddressInvalid or NetNsError.SubnetInvalid
            or NetNsError.RouteInvalid or NetNsError.LinkLayerAddressInvalid or NetNsError.PortInvalid or NetNsError.SysctlValueInvalid
            or NetNsError.ArgumentsInvalid or NetNsError.LabInvalid or NetNsError.TopologyInvalid or NetNsError.InputNotBound or NetNsError.ForeignObject or NetNsError.NotABridge or NetNsError.NotABridgePort => ErrorCategory.InvalidArgument,
        NetNsError.NamespaceBusy or NetNsError.LinkBusy => ErrorCategory.ResourceBusy,
        NetNsError.BridgeFull or NetNsError.NoFreeAddress or NetNsError.NoFreePort => ErrorCategory.LimitsExceeded,
        NetNsError.GatewayUnreachable or NetNsError.DestinationUnreachable or NetNsError.ProcessStartFailed
            or NetNsError.ContainerNotRunning => ErrorCategory.ResourceUnavailable,
        NetNsError.ContainerEngineFailed => ErrorCategory.InvalidResult,
        NetNsError.KernelFeatureMissing => ErrorCategory.NotImplemented,
        NetNsError.TimedOut => ErrorCategory.OperationTimeout,
        _ => ErrorCategory.NotSpecified,
    };
}
