using System.Management.Automation;
using System.Net;

namespace NetNs.Binding;

/// <summary>Makes text of addresses and networks at once, for the reason that <see cref="ProtocolTransformAttribute"/> has; null stays null.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AddressTextTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            IPAddress address => address.ToString(),
            IPNetwork network => network.ToString(),
            NetIPAddress own => own.IPAddress.ToString(),
            _ => inputData,
        };
}
