using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Netlink;

/// <summary>
/// Waits until one of several descriptors can be read, time is up, or the user wants to stop. The descriptors stay open as
/// long as they are in it. One thread at a time; stopping may come from any.
/// </summary>
internal sealed class DescriptorPoll : IDisposable
{
    // Entry 0 is the stop signal; an entry that was taken out has no handle and a negative descriptor.
    private readonly List<SafeHandle?> _handles = [];
    private readonly Stack<int> _free = [];
    private readonly SafeFileHandle _signal;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenRegistration _registration;
    private PollDescriptor[] _entries = new PollDescriptor[4];

    /// <param name="stopping">Ends a wait at once.</param>
    internal DescriptorPoll(CancellationToken stopping)
    {
        _stopping = stopping;
        _signal = SystemCall.Check(LibC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC), "make an event descriptor");
        Add(_signal);
        _registration = stopping.Register(() => _ = LibC.write(_signal, BitConverter.GetBytes(1UL), sizeof(ulong)));
    }

    /// <summary>Adds a descriptor and returns the number by which <see cref="IsReady"/> and <see cref="Remove"/> know it.</summary>
    /// <param name="handle">The descriptor.</param>
    /// <param name="events">What to wait for; an error is always seen.</param>
    internal int Add(SafeHandle handle, short events = LibC.POLLIN)
    {
        bool added = false;
        handle.DangerousAddRef(ref added);
        if (_free.TryPop(out int entry))
        {
            _handles[entry] = handle;
        }
        else
        {
            entry = _handles.Count;
            _handles.Add(handle);
            if (entry == _entries.Length)
                Array.Resize(ref _entries, 2 * entry);
        }

        _entries[entry] = new PollDescriptor { Descriptor = (int)handle.DangerousGetHandle(), Wanted = events };
        return entry;
    }

    /// <summary>Waits for it no longer. Its number goes to the next that is added.</summary>
    internal void Remove(int entry)
    {
        if (_handles[entry] is not { } handle)
            return;
        handle.DangerousRelease();
        _handles[entry] = null;
        _entries[entry] = new PollDescriptor { Descriptor = -1 };
        _free.Push(entry);
    }

    /// <summary>Waits. False where the time was up first.</summary>
    /// <param name="deadline">Until when; null waits for ever.</param>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal bool Wait(Deadline? deadline = null)
    {
        while (true)
        {
            _stopping.ThrowIfCancellationRequested();
            int ready = LibC.poll(_entries, (nuint)_handles.Count, deadline?.RemainingMilliseconds ?? -1);
            if (ready < 0 && SystemCall.LastError != Errno.EINTR)
                throw new SystemCallException(SystemCall.LastError, "wait for descriptors");
            _stopping.ThrowIfCancellationRequested();
            if (ready > 0)
                return true;
            if (ready == 0 && deadline is { HasPassed: true })
                return false;
        }
    }

    /// <summary>Whether the last wait found something in it: data, an end, or an error that reading will tell.</summary>
    internal bool IsReady(int entry) => _entries[entry].Seen != 0;

    public void Dispose()
    {
        _registration.Dispose();
        for (int entry = 0; entry < _handles.Count; entry++)
            Remove(entry);
        _handles.Clear();
        _signal.Dispose();
    }
}

/// <summary>A moment in the future, on a clock that nobody sets.</summary>
internal sealed class Deadline(TimeSpan allowed)
{
    private readonly long _end = Environment.TickCount64 + (long)Math.Ceiling(Math.Min(allowed.TotalMilliseconds, long.MaxValue / 4));

    internal bool HasPassed => Environment.TickCount64 >= _end;

    /// <summary>For poll(2): never negative, and no more than it takes.</summary>
    internal int RemainingMilliseconds => (int)Math.Clamp(_end - Environment.TickCount64, 0, int.MaxValue);
}
