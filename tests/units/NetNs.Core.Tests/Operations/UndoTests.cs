using NetNs.Netlink;
using NetNs.Operations;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

public sealed class UndoTests
{
    private readonly RecordingReporter _reporter = new();
    private readonly List<string> _undone = [];

    [Fact]
    public void Steps_are_taken_back_in_reverse()
    {
        using (var undo = new Undo(_reporter))
        {
            undo.Push("remove a", () => _undone.Add("a"));
            undo.Push("remove b", () => _undone.Add("b"));
        }

        Assert.Equal(["b", "a"], _undone);
        Assert.Empty(_reporter.Warnings);
    }

    [Fact]
    public void Nothing_is_taken_back_where_all_went_well()
    {
        using (var undo = new Undo(_reporter))
        {
            undo.Push("remove a", () => _undone.Add("a"));
            undo.Keep();
        }

        Assert.Empty(_undone);
    }

    [Fact]
    public void A_step_that_cannot_be_taken_back_is_a_warning_and_the_rest_is_taken_back()
    {
        using (var undo = new Undo(_reporter))
        {
            undo.Push("remove a", () => _undone.Add("a"));
            undo.Push("remove b", () => throw new NetlinkException(16, "remove link b"));
            undo.Push("remove c", () => _undone.Add("c"));
        }

        Assert.Equal(["c", "a"], _undone);
        Assert.Contains("could not remove b", Assert.Single(_reporter.Warnings), StringComparison.Ordinal);
    }
}
