using System.Globalization;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// What a user may give for a namespace: an object, a name, a path or a process id. It is looked up when it is used, so that
/// one that does not exist is an ordinary error of one item.
/// </summary>
public sealed class NamespaceArgument
{
    private readonly NetNamespace? _known;
    private readonly string? _text;
    private readonly int _processId;

    /// <summary>A namespace seen earlier.</summary>
    public NamespaceArgument(NetNamespace known)
    {
        _known = known;
    }

    /// <summary>A name, or a path where it contains "/"; digits alone are a process id unless a namespace has that name.</summary>
    public NamespaceArgument(string text)
    {
        _text = text;
    }

    /// <summary>The namespace of a process.</summary>
    public NamespaceArgument(int processId)
    {
        _processId = processId;
    }

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _known?.ToString() ?? _text ?? _processId.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it stands for.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, ProcessNotFound, NamespaceNameInvalid.</exception>
    internal NetNamespace Resolve(OperationSession session)
    {
        if (_known is not null)
            return _known;
        var namespaces = new NamespaceOperations(session);
        if (_text is null)
            return namespaces.FromProcess(_processId);
        if (_text.Contains('/'))
            return namespaces.FromPath(_text);
        if (namespaces.Find(_text) is { } found)
            return found;
        if (int.TryParse(_text, NumberStyles.None, CultureInfo.InvariantCulture, out int processId))
            return namespaces.FromProcess(processId);
        NamespaceName.Check(_text);
        throw Failure.NamespaceNotFound(_text);
    }
}
