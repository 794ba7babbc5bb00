using System.Globalization;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Reads a time as seconds where it is a number: PowerShell alone would count in ticks, and take the text "5" for days.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        double? seconds = bare switch
        {
            string text when double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number) => number,
            int or long or double or float or decimal or uint or short or byte => System.Convert.ToDouble(bare, CultureInfo.InvariantCulture),
            TimeSpan span => span.TotalSeconds,
            _ => null,
        };
        if (seconds is null)
            return inputData;
        return seconds is >= 0 and <= 1e9 ? TimeSpan.FromSeconds(seconds.Value)
            : throw new ArgumentTransformationMetadataException($"'{bare}' is not a time to wait. Give seconds, or a TimeSpan, not less than 0.");
    }
}
