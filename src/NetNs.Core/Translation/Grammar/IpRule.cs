namespace NetNs.Translation;

/// <summary><c>ip rule</c>.</summary>
internal static class IpRule
{
    private const string Why = "Policy rules have no cmdlet in this version; Get-NetRoute -Table shows the tables that they lead to.";

    internal static Meaning Show(IpRequest request) => Meaning.Unsupported(Why);

    internal static Meaning Add(IpRequest request) => Meaning.Unsupported(Why);

    internal static Meaning Delete(IpRequest request) => Meaning.Unsupported(Why);
}
