using System.Collections;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Arguments come alone or as lists; a transformation sees either.</summary>
internal static class ArgumentList
{
    /// <summary>Converts a value, or each value of a list. What the conversion does not know stays as it is, for PowerShell to refuse.</summary>
    internal static object Transform(object input, Func<object?, object?> convert)
    {
        object? bare = input is PSObject wrapped ? wrapped.BaseObject : input;
        if (bare is not IList list || bare is string)
            return convert(input) ?? input;
        var result = new object?[list.Count];
        for (int i = 0; i < result.Length; i++)
            result[i] = convert(list[i]);
        return result;
    }
}
