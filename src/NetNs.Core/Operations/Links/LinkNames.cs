using System.Globalization;

namespace NetNs.Operations;

/// <summary>Names of the links of one namespace by their numbers. Each is asked once, without a message, also in the middle of a stream.</summary>
internal sealed class LinkNames(NamespaceContext context)
{
    private readonly Dictionary<int, string> _known = [];
    private int _lastIndex;
    private string _lastName = "";

    /// <summary>The name of a number; "if7" where the link has gone meanwhile.</summary>
    internal string this[int index]
    {
        get
        {
            // Addresses and routes of one link come one after the other.
            if (index == _lastIndex)
                return _lastName;
            if (!_known.TryGetValue(index, out string? name))
            {
                name = context.Route.Connection.LinkName(index) ?? string.Create(CultureInfo.InvariantCulture, $"if{index}");
                _known.Add(index, name);
            }

            _lastIndex = index;
            return _lastName = name;
        }
    }

    /// <summary>Tells what the caller knows: ahead, or better than before.</summary>
    internal void Know(int index, string name)
    {
        _known[index] = name;
        if (index == _lastIndex)
            _lastName = name;
    }

    /// <summary>The link is gone: another may get its number.</summary>
    internal void Forget(int index)
    {
        _known.Remove(index);
        if (index == _lastIndex)
            _lastIndex = 0;
    }
}
