using NetNs.Api;
using NetNs.Tests.Support;

namespace NetNs.Tests.Api;

public sealed class PublicSurfaceTests
{
    private const string Approved = "tests/units/NetNs.Core.Tests/Api/PublicSurface.txt";

    // What is public is a promise: a change of it is a line in this file, seen by whoever reads the change.
    [Fact]
    public void What_programs_can_use_is_what_was_approved()
    {
        string surface = PublicSurface.Of(typeof(NetStack).Assembly.GetExportedTypes().Where(t => t.Namespace == typeof(NetStack).Namespace));
        string received = Path.Combine(AppContext.BaseDirectory, "PublicSurface.received.txt");
        File.WriteAllText(received, surface);

        string[] approved = File.ReadAllLines(Path.Combine(Repository.Root, Approved));
        string[] lines = surface.TrimEnd('\n').Split('\n');
        string difference = string.Join('\n', approved.Except(lines).Select(l => "- " + l).Concat(lines.Except(approved).Select(l => "+ " + l)));

        Assert.True(approved.SequenceEqual(lines), $"The public surface changed:\n{difference}\nIf that is meant: cp {received} {Approved}");
    }

    // The layers below are internal, so that they can change; but what a NetNsException carries as its cause can be caught.
    [Fact]
    public void Only_the_model_the_api_and_the_exceptions_are_public()
        => Assert.All(typeof(NetStack).Assembly.GetExportedTypes(), type => Assert.True(type.Namespace is "NetNs" or "NetNs.Api" || type.IsAssignableTo(typeof(Exception)), type.FullName));
}
