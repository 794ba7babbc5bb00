using System.Collections;
using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace NetNs.Tests.Fuzzing;

/// <summary>What a decoded value holds, without what it says: its type, which of its properties are set, how many there are of what is a list.</summary>
internal static class ValueShape
{
    private const int Deepest = 3;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>The same text for values that came from the same attributes.</summary>
    internal static string Of(object? value)
    {
        var shape = new StringBuilder();
        Write(shape, value, Deepest);
        return shape.ToString();
    }

    private static void Write(StringBuilder shape, object? value, int depth)
    {
        if (value is null)
        {
            shape.Append('-');
            return;
        }

        Type type = value.GetType();
        shape.Append(type.Name);
        if (value is string || type.IsPrimitive || type.IsEnum)
            return;
        if (value is ICollection list)
        {
            // A, B, C, ... for no, one, two or three, four to seven ... of them: numbers do not count as another ending.
            shape.Append((char)('A' + BitOperations.Log2(((uint)list.Count * 2) + 1)));
            if (list.Count > 0 && depth > 0)
                Write(shape, list.Cast<object?>().First(), depth - 1);
            return;
        }

        if (type.Namespace?.StartsWith("NetNs", StringComparison.Ordinal) != true || depth == 0)
            return;
        shape.Append('(');
        foreach (PropertyInfo property in Properties.GetOrAdd(type, PropertiesOf))
            Write(shape, Read(property, value), depth - 1);
        shape.Append(')');
    }

    // A property that says that there is nothing to say is one more way to end.
    private static object? Read(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException!.GetType().Name;
        }
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(p => p.GetIndexParameters().Length == 0 && !p.PropertyType.IsByRefLike && !p.PropertyType.IsPointer && p.Name != "EqualityContract"),
    ];
}
