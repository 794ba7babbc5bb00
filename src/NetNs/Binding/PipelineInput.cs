using System.Management.Automation;
using System.Reflection;

namespace NetNs.Binding;

/// <summary>
/// Checks what PowerShell bound of each pipeline object. PowerShell leaves out, without a word, a property that it cannot convert to its
/// parameter; the cmdlet would act on the default: in the current namespace, on all addresses. An empty text, as of a CSV cell, means "not given".
/// </summary>
/// <param name="command">The running cmdlet.</param>
internal sealed class PipelineInput(PSCmdlet command)
{
    private readonly HashSet<string> _typed = new(command.MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PipelineParameter[]> _parameters = [];

    // A cmdlet for which $null means that there is nothing to do says so at its parameter.
    private bool AcceptsNull()
        => command.GetType().GetProperties().Any(p => p.IsDefined(typeof(AllowNullAttribute)) && p.GetCustomAttributes<ParameterAttribute>().Any(a => a.ValueFromPipeline));

    /// <summary>Checks the present object.</summary>
    /// <exception cref="NetNsException">InputNotBound.</exception>
    internal void Check()
    {
        if (!command.MyInvocation.ExpectingInput)
            return;
        PSObject? input = PipelineObject.Current(command);
        if (input is null && AcceptsNull())
            return;
        if (input is null)
            throw new NetNsException(NetNsError.InputNotBound, $"{command.MyInvocation.MyCommand.Name} was given nothing ($null) through the pipeline. Nothing was done for it.", null,
                "Look at the command before the pipe: a variable without a value, or a property that is not there, gives $null.");
        // PowerShell never converts the properties of the module's own objects: they have the types of the parameters.
        if (input.BaseObject is string || input.BaseObject.GetType().Assembly == typeof(NetNamespace).Assembly)
            return;
        foreach (PipelineParameter parameter in Parameters())
            Check(parameter, input);
    }

    /// <summary>Forgets what came from the object: PowerShell resets the parameters, but goes on to list them as bound.</summary>
    internal void Forget()
    {
        if (!command.MyInvocation.ExpectingInput)
            return;
        foreach (string name in command.MyInvocation.BoundParameters.Keys)
        {
            if (!_typed.Contains(name))
                command.MyInvocation.BoundParameters.Remove(name);
        }
    }

    private PipelineParameter[] Parameters()
    {
        if (!_parameters.TryGetValue(command.ParameterSetName, out PipelineParameter[]? known))
            _parameters[command.ParameterSetName] = known = [.. PipelineParameter.Of(command.GetType(), command.ParameterSetName).Where(p => !_typed.Contains(p.Name))];
        return known;
    }

    private void Check(PipelineParameter parameter, PSObject input)
    {
        if (parameter.FindIn(input) is not { } property)
            return;
        object? value = property.Value is PSObject wrapped ? wrapped.BaseObject : property.Value;
        bool isBound = command.MyInvocation.BoundParameters.TryGetValue(parameter.Name, out object? bound);
        if (isBound && parameter.TookWhole(bound) && (value is null or ""))
            return;
        if (value is null && parameter.RefusesNull)
            throw Refuse(parameter, property, input, "is $null");
        if (value is null or "")
        {
            if (!isBound)
                return;
            if (parameter.IsMandatory)
                throw Refuse(parameter, property, input, "is empty");
            parameter.Unset(command);
            command.MyInvocation.BoundParameters.Remove(parameter.Name);
        }
        else if (TextOfCopy.IsJson(property.Value) && TextOfCopy.Find(input, property.Name) is { } text && !(isBound && parameter.TookWhole(bound)) && parameter.Bind(command, text) is { } read)
        {
            command.MyInvocation.BoundParameters[parameter.Name] = read;
        }
        else if (!isBound || parameter.IsTextOfObject(property.Value))
        {
            throw Refuse(parameter, property, input, $"is {Describe(value)}, which is no value for -{parameter.Name}");
        }
    }

    private static NetNsException Refuse(PipelineParameter parameter, PSPropertyInfo property, PSObject input, string what)
        => new(NetNsError.InputNotBound, $"The property {property.Name} of the input object {what}. Nothing was done for this object.", input,
            $"Correct the property, or leave it out of the object (Select-Object -ExcludeProperty {property.Name}) and give -{parameter.Name} on the command line.");

    private static string Describe(object value) => value switch
    {
        string text => $"'{(text.Length > 60 ? text[..60] + "…" : text)}'",
        System.Collections.IDictionary => "a hashtable",
        System.Collections.IList list => $"a list of {list.Count}",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => $"a {value.GetType().Name}",
    };
}
