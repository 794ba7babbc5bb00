namespace NetNs.Operations;

/// <summary>How a user names a link: by name, by number, or by an object seen earlier.</summary>
/// <param name="Name">Its name; null where it is told by number.</param>
/// <param name="Index">Its number; 0 where it is told by name.</param>
/// <param name="Namespace">Where it is, where that is told with it.</param>
/// <param name="MacAddress">What tells a link that was renamed from another that got its number.</param>
internal sealed record LinkReference(string? Name, int Index = 0, NetNamespace? Namespace = null, byte[]? MacAddress = null)
{
    internal static LinkReference To(NetLink link) => new(link.Name, link.InterfaceIndex, link.Namespace, link.MacAddress?.GetAddressBytes());

    /// <summary>Name or number, for a message.</summary>
    public override string ToString() => Name ?? $"#{Index}";
}
