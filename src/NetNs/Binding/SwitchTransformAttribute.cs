using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Reads the words True and False, as a CSV file has them, for a switch that binds by property name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SwitchTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            string text when bool.TryParse(text, out bool isOn) => new SwitchParameter(isOn),
            bool isOn => new SwitchParameter(isOn),
            _ => inputData,
        };
}
