using System.Reflection;

namespace NetNs.Tests.Support;

/// <summary>Where the sources and fixtures are that the tests were built from.</summary>
internal static class Repository
{
    internal static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value!;

    internal static string Fixtures => Path.Combine(Root, "tests", "units", "Fixtures");

    internal static string CoreSources => Path.Combine(Root, "src", "NetNs.Core");
}
