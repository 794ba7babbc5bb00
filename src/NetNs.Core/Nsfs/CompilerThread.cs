using System.Reflection;

namespace NetNs.Nsfs;

/// <summary>
/// The thread on which the runtime compiles again what is called often. It ends when it had nothing to do for four seconds, and the
/// next thread that calls a method for the first time, or often enough, makes a new one: inside a namespace, if it is there just
/// then. There is no switch for that, but there is this: a method that nobody has called before, called at home.
/// </summary>
internal sealed class CompilerThread
{
    /// <summary>
    /// How often <see cref="KeepAlive"/> must be repeated while a thread is inside. Two calls are up to twice as far apart, since one
    /// that comes early is left out: that is half of what the runtime waits, and the rest is for machines that stand still for a while.
    /// </summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // Code is made for each combination of value types. At one call a second these last for months; a call takes half a millisecond and 1.2 KB.
    private static readonly Type[] Digits =
        [typeof(bool), typeof(byte), typeof(sbyte), typeof(char), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    private static readonly MethodInfo Method = typeof(CompilerThread).GetMethod(nameof(DoNothing), BindingFlags.NonPublic | BindingFlags.Static)!;

    private readonly Lock _gate = new();
    private long _calledAt = -(long)Period.TotalMilliseconds;
    private int _calls;

    /// <summary>Makes the thread where it is not there, on the calling thread; it then stays for four seconds at least.</summary>
    internal void KeepAlive()
    {
        lock (_gate)
        {
            if (Environment.TickCount64 - _calledAt < (long)Period.TotalMilliseconds)
                return;
            NewMethod(_calls++).Invoke();
            _calledAt = Environment.TickCount64;
        }
    }

    /// <summary>A method that has not been called, for each number.</summary>
    internal static Action NewMethod(int number)
    {
        var types = new Type[Method.GetGenericArguments().Length];
        for (int i = 0; i < types.Length; i++, number /= Digits.Length)
            types[i] = Digits[number % Digits.Length];
        return Method.MakeGenericMethod(types).CreateDelegate<Action>();
    }

    private static void DoNothing<T1, T2, T3, T4, T5, T6, T7>()
    {
    }
}
