using System.Collections;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Makes one list of the words of a command line, where a word may be a list: <c>sh '-c', 'exit 7'</c> is three words.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlatTextTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Flatten(inputData).ToArray();

    private static IEnumerable<string> Flatten(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => [text],
        IEnumerable list and not IDictionary => list.Cast<object?>().SelectMany(Flatten),
        null => [""],
        _ => [LanguagePrimitives.ConvertTo<string>(value)],
    };
}
