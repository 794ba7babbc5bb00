using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>What a user may give as the definition of a lab: a hashtable, an object, or the path of a .psd1 or .json file.</summary>
public sealed class LabDefinitionArgument
{
    private readonly object _value;

    /// <summary>A path.</summary>
    public LabDefinitionArgument(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _value = path;
    }

    /// <summary>A table of words.</summary>
    public LabDefinitionArgument(System.Collections.IDictionary definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _value = definition;
    }

    /// <summary>An object whose properties are the words, as ConvertFrom-Json returns it.</summary>
    public LabDefinitionArgument(PSObject definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _value = definition.BaseObject is string or System.Collections.IDictionary or FileInfo ? definition.BaseObject : definition;
    }

    /// <summary>A file, as Get-Item returns it.</summary>
    public LabDefinitionArgument(FileInfo file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _value = file.FullName;
    }

    /// <summary>What the user gave: the target of an error.</summary>
    internal object Subject => _value;

    /// <summary>Reads and checks the definition.</summary>
    /// <param name="resolve">Turns a path of the session into one of the file system.</param>
    /// <param name="location">Where relative paths of a definition without a file begin.</param>
    /// <exception cref="NetNsException">LabInvalid.</exception>
    internal LabDefinition Read(Func<string, string> resolve, string location)
    {
        object value = _value is FileInfo file ? file.FullName : _value;
        LabData data;
        string directory = location;
        if (value is string path)
        {
            string full = resolve(path);
            data = LabFile.Read(full);
            directory = Path.GetDirectoryName(full)!;
        }
        else
        {
            data = LabData.OfObject(value, "", LabPlace.None, PropertiesOf)!;
        }

        return LabReader.Read(new LabIncludes(LabFile.Read).Join(data, directory));
    }

    /// <summary>The path, or the name that the definition gives.</summary>
    public override string ToString() => _value switch
    {
        string path => path,
        System.Collections.IDictionary table when table.Contains("Name") => $"{table["Name"]}",
        PSObject { Properties: var properties } when properties["Name"] is { } name => $"{name.Value}",
        _ => "lab definition",
    };

    // Of objects that stand for a table; values that wrap something plain have properties, too (a string's Length).
    private static IEnumerable<KeyValuePair<string, object?>>? PropertiesOf(object value)
        => value is PSObject { BaseObject: PSCustomObject } custom ? custom.Properties.Select(p => KeyValuePair.Create(p.Name, (object?)p.Value)) : null;
}
