using System.Diagnostics;
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
    private readonly int? _processId;
    private readonly bool _hasEnded;
    private readonly NetNamespace? _copy;

    /// <summary>A namespace seen earlier.</summary>
    public NamespaceArgument(NetNamespace known)
    {
        _known = known;
    }

    /// <summary>A name, or a path where it contains "/"; digits alone are a process id unless a namespace has that name; "docker:web" is a container.</summary>
    public NamespaceArgument(string text)
    {
        _text = text;
    }

    /// <summary>As the text of the number: the namespace of that name, else that of the process with that id, as with <c>ip</c>.</summary>
    public NamespaceArgument(int number)
        : this(number.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>The namespace of a process.</summary>
    public NamespaceArgument(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        _processId = process.Id;
        // Another process may have got its id by now.
        _hasEnded = HasEnded(process);
    }

    private NamespaceArgument(int? processId)
    {
        _processId = processId;
    }

    private NamespaceArgument(NetNamespace copy, string text)
        : this(text)
    {
        _copy = copy;
    }

    /// <summary>What the user gave, for the target of an error.</summary>
    internal object Subject => _known ?? (object?)_text ?? _processId!;

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _known?.ToString() ?? _text ?? _processId.GetValueOrDefault().ToString(CultureInfo.InvariantCulture);

    /// <summary>A container, by name: one that was started anew since is meant as well.</summary>
    internal static NamespaceArgument OfContainer(NetContainer container) => new(container.ToString());

    internal static NamespaceArgument OfProcess(int id) => new((int?)id);

    /// <summary>
    /// A namespace as another process or a file describes it. It is found by name: one that was made anew under the same name is meant as well. Without a name its path may lead
    /// elsewhere by now, which its inode tells.
    /// </summary>
    internal static NamespaceArgument OfCopy(NetNamespace copy) => new(copy, copy.ToString());

    /// <summary>What it stands for.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, ProcessNotFound, NamespaceNameInvalid.</exception>
    internal NetNamespace Resolve(OperationSession session)
        => TryResolve(session) ?? (_text is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            ? new NamespaceOperations(session).FromProcess(processId)
            : throw Unknown());

    /// <summary>As <see cref="Resolve"/>, but a number is a name and nothing else: for what must not hit another than was meant.</summary>
    internal NetNamespace ResolveName(OperationSession session) => TryResolve(session) ?? throw Unknown();

    /// <summary>Whether it is a name that no namespace has.</summary>
    internal bool IsMissing(OperationSession session) => _known?.State == NetNamespaceState.Announced || (_known is null && _copy is null && _text?.Contains('/') == false && TryResolve(session) is null);

    internal NetNamespace? TryResolve(OperationSession session)
    {
        if (_known is not null)
            return _known;
        if (_copy is { IsForeign: true })
            throw Failure.Foreign(_copy);
        if (_text == NetNamespace.CurrentPath || (_copy is { Name: null, Inode: var inode and not 0 } && session.Current.Namespace.Inode == inode))
            return session.Current.Namespace;
        var namespaces = new NamespaceOperations(session);
        if (_processId is { } processId)
            return _hasEnded ? throw new NetNsException(NetNsError.ProcessNotFound, $"Process {processId} has ended.", processId) : namespaces.FromProcess(processId);
        if (!_text!.Contains('/') || ContainerReference.TryParse(_text) is not null)
            return namespaces.Find(_text);
        NetNamespace found = namespaces.FromPath(_text);
        return _copy is null || _copy.Inode == 0 || found.Inode == _copy.Inode ? found : throw Failure.NamespaceNotFound(_text);
    }

    private static bool HasEnded(Process process)
    {
        try
        {
            return process.HasExited;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or NotSupportedException)
        {
            return false; // of another user
        }
    }

    private NetNsException Unknown()
    {
        NamespaceName.Check(_text!);
        return Failure.NamespaceNotFound(_text!);
    }
}
