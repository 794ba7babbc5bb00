using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Finds out what an operation would do, for -WhatIf: the operation itself runs, with all its checks, up to its first change. Where the operation leaves it to
/// the kernel to refuse what is there already, <see cref="KernelAnswer"/> answers in the kernel's place. Nothing is changed.
/// </summary>
/// <param name="announced">What was announced before.</param>
internal sealed class Rehearsal(Announcements announced)
{
    private readonly Dictionary<int, NamespaceContext> _contexts = [];
    private bool _isOver;

    /// <summary>What was announced so far.</summary>
    internal Announcements Announced { get; } = announced;

    /// <summary>Whether something would have been changed.</summary>
    internal bool IsChange { get; private set; }

    /// <summary>Runs an operation as far as it changes nothing.</summary>
    /// <returns>Whether it would change something. Where it would not, it ran to its end.</returns>
    /// <exception cref="NetNsException">The operation's own: it would fail.</exception>
    internal bool WouldChange(Action operation)
    {
        IsChange = _isOver = false;
        try
        {
            operation();
        }
        catch (ChangeAhead)
        {
            return true;
        }
        catch (NetNsException e) when (Announced.Explain(e))
        {
            return true;
        }
        finally
        {
            _isOver = false;
        }

        return IsChange;
    }

    /// <summary>A change would be made now, without which the operation cannot go on.</summary>
    internal void Change()
    {
        if (_isOver)
            return; // what was begun is being taken back, and that is nothing
        IsChange = _isOver = true;
        throw new ChangeAhead();
    }

    /// <summary>A change would be made now, or would not; the operation goes on, since what follows does not depend on it.</summary>
    internal void Note(bool isChange) => IsChange |= isChange && !_isOver;

    /// <summary>A name for a namespace would be taken now.</summary>
    /// <exception cref="SystemCallException">EEXIST where it is taken already.</exception>
    internal void TakeName(NamespaceStore store, string name)
    {
        if (store.Find(name) is not null)
            throw new SystemCallException(Errno.EEXIST, $"make {store.PathOf(name)}");
        Change();
    }

    /// <summary>What stands before the sockets of a namespace.</summary>
    internal IChangeGate Enter(NamespaceContext context)
    {
        _contexts[context.Descriptor] = context;
        return new Gate(this, new KernelAnswer(context, descriptor => _contexts.GetValueOrDefault(descriptor)));
    }

    private sealed class Gate(Rehearsal rehearsal, KernelAnswer kernel) : IChangeGate
    {
        public bool Admits(NetlinkFamily family, ReadOnlySpan<byte> messages, string what) => KernelAnswer.Read(family, messages) is not { Count: > 0 } changes || Decide(changes, what);

        public void BeforeCommit() => rehearsal.Change();

        private bool Decide(List<ChangeRequest> changes, string what)
        {
            if (rehearsal._isOver)
                return false;
            foreach (ChangeRequest change in changes)
            {
                if (kernel.Refusal(change) is { } errno)
                    throw new NetlinkException(errno, what, null, null, change.Index);
                if (kernel.IsChange(change))
                    rehearsal.Change();
            }

            return false;
        }
    }
}
