using NetNs.Tests.Layering.Samples.High;

// Each of these reaches for the floor above in another way; LayeringTests must find them all. They stand in one file because
// they are one list.
namespace NetNs.Tests.Layering.Samples.Low;

internal sealed class ByBase : Upper;

internal sealed class ByField
{
    internal Upper? Value { get; set; }
}

internal sealed class ByGenericArgument
{
    internal List<Dictionary<string, Upper[]>>? Values { get; set; }
}

internal static class BySignature
{
    internal static void Take(ref readonly Upper? _)
    {
    }
}

internal static class ByCall
{
    internal static int Value => Upper.Call();
}

internal static class ByLambda
{
    internal static Func<int> Value(int more) => () => Upper.Call() + more;
}

internal static class ByLocal
{
    internal static bool Value(object o)
    {
        Span<Upper?> upper = [o as Upper];
        return upper[0] is null;
    }
}

internal static class ByCatch
{
    internal static bool Value(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (UpperException)
        {
            return false;
        }
    }
}

internal static class ByTypeOf
{
    internal static string Value => typeof(Upper).Name;
}

[Upper]
internal sealed class ByAttribute;

internal sealed class ByConstraint
{
    internal static T? Value<T>()
        where T : Upper
        => null;
}

internal sealed class ByNestedType
{
    internal sealed class Inner
    {
        internal Upper? Value { get; set; }
    }
}

internal sealed class NotAtAll
{
    internal int Value { get; set; }
}
