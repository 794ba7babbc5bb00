using System.Management.Automation;
using System.Reflection;

namespace NetNs.Binding;

/// <summary>A parameter that takes its value from a property of a pipeline object.</summary>
internal sealed class PipelineParameter
{
    private readonly PropertyInfo _property;
    private readonly Type _type;
    private readonly object? _unset;
    private readonly string[] _names;

    private readonly bool _takesWhole;

    private PipelineParameter(PropertyInfo property, ParameterAttribute parameter, object? unset)
    {
        _property = property;
        _type = property.PropertyType;
        _unset = unset;
        _names = [property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];
        IsMandatory = parameter.Mandatory;
        _takesWhole = parameter.ValueFromPipeline;
    }

    internal string Name => _property.Name;

    internal bool IsMandatory { get; }

    /// <summary>Whether null is an error here: it would be taken for the current namespace, or for all links.</summary>
    internal bool RefusesNull => (_type.IsArray ? _type.GetElementType() : _type) is { } type && (type == typeof(NamespaceArgument) || type == typeof(LinkArgument)) && Name is "Namespace" or "Link" or "Bridge";

    /// <summary>The parameters of a cmdlet that bind by property name in a parameter set.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="parameterSet">The name of the parameter set in use.</param>
    internal static PipelineParameter[] Of(Type command, string parameterSet)
    {
        object? untouched = null;
        var found = new List<PipelineParameter>();
        foreach (PropertyInfo property in command.GetProperties())
        {
            ParameterAttribute? parameter = property.GetCustomAttributes<ParameterAttribute>()
                .FirstOrDefault(p => p.ValueFromPipelineByPropertyName && (p.ParameterSetName == parameterSet || p.ParameterSetName == ParameterAttribute.AllParameterSets));
            if (parameter is null)
                continue;
            untouched ??= Activator.CreateInstance(command);
            found.Add(new PipelineParameter(property, parameter, property.GetValue(untouched)));
        }

        (untouched as IDisposable)?.Dispose();
        return [.. found];
    }

    /// <summary>Finds the property that PowerShell binds: that of the parameter's name, else that of an alias.</summary>
    internal PSPropertyInfo? FindIn(PSObject input)
    {
        foreach (string name in _names)
        {
            if (input.Properties[name] is { } property)
                return property;
        }

        return null;
    }

    /// <summary>Whether the parameter took the object as a whole, so that its property of the same name is about something else: a bridge's own Bridge.</summary>
    /// <param name="bound">The value that was bound.</param>
    internal bool TookWhole(object? bound) => _takesWhole && !IsEmpty(bound);

    /// <summary>Binds a text as PowerShell would: through the parameter's transformations, then converted to its type.</summary>
    /// <returns>The value; null where the text is none.</returns>
    internal object? Bind(object command, string text)
    {
        object value = text;
        foreach (ArgumentTransformationAttribute transformation in _property.GetCustomAttributes<ArgumentTransformationAttribute>())
            value = transformation.Transform(null, value);
        if (!LanguagePrimitives.TryConvertTo(value, _type, out object? converted))
            return null;
        _property.SetValue(command, converted);
        return converted;
    }

    /// <summary>Gives the parameter the value that it has when it is left out.</summary>
    internal void Unset(object command) => _property.SetValue(command, _unset);

    /// <summary>
    /// Whether PowerShell wrote an object as text to make the value: "System.Collections.Hashtable" is not the name that anybody meant.
    /// </summary>
    internal bool IsTextOfObject(object value)
    {
        if (_type != typeof(string) && _type != typeof(string[]))
            return false;
        return value is System.Collections.IList list && _type.IsArray
            ? list.Cast<object?>().Any(IsComposite)
            : IsComposite(value);
    }

    private static bool IsEmpty(object? value) => value switch
    {
        null => true,
        System.Collections.IList list => list.Cast<object?>().All(IsEmpty),
        _ => value.ToString() is null or "",
    };

    private static bool IsComposite(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string => false,
        PSCustomObject => !(value as PSObject)!.TypeNames[0].StartsWith("Deserialized.", StringComparison.Ordinal),
        System.Collections.IEnumerable or Delegate or ScriptBlock => true,
        _ => false,
    };
}
