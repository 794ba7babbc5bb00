using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>What a user may give for a test world: an object or a name, looked up when it is used.</summary>
public sealed class TestWorldArgument
{
    private readonly NetNsTestWorld? _known;
    private readonly string? _name;

    /// <summary>A world seen earlier.</summary>
    public TestWorldArgument(NetNsTestWorld known)
    {
        _known = known;
    }

    /// <summary>The name of a world.</summary>
    public TestWorldArgument(string name)
    {
        _name = name;
    }

    /// <summary>What the user gave, for the target of an error.</summary>
    internal object Subject => _known ?? (object)_name!;

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _known?.Name ?? _name!;

    /// <summary>The world that it stands for.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound where there is none of that name.</exception>
    internal NetNsTestWorld Resolve(OperationSession session)
        => _known ?? new TestWorldOperations(session).List().FirstOrDefault(w => w.Name == _name)
            ?? throw new NetNsException(NetNsError.NamespaceNotFound, $"There is no test world '{_name}'.", _name, "List those that are there with Get-NetNsTestWorld.");
}
