using System.Globalization;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>
/// Makes text a port's number, as of a line of CSV. PowerShell would, but only after it has bound other properties of the object, and then in
/// fewer sets of parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PortNumberTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new[] { number } : inputData;
}
