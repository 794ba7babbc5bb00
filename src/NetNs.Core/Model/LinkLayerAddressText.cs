namespace NetNs;

/// <summary>How a link-layer address is written.</summary>
internal static class LinkLayerAddressText
{
    /// <summary>"02:42:ac:11:00:02".</summary>
    internal static string Of(byte[] address) => BitConverter.ToString(address).Replace('-', ':').ToLowerInvariant();
}
