using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using NetNs.Tests.Support;

namespace NetNs.Tests.Conformance;

/// <summary>All constants and structs of an assembly's kernel-facing folders, with their names in C.</summary>
internal sealed partial class KernelDeclarations
{
    // Everything else speaks to the kernel in the kernel's numbers.
    private static readonly string[] OtherFolders = ["Model", "Operations", "Translation", "Nsfs", "bin", "obj"];

    internal List<KernelName> Names { get; } = [];

    internal List<KernelStruct> Structs { get; } = [];

    /// <summary>Those of NetNs.Core.</summary>
    internal static KernelDeclarations OfCore()
    {
        var scanner = new SourceScanner();
        foreach (string file in Directory.EnumerateDirectories(Repository.CoreSources).Where(f => !OtherFolders.Contains(Path.GetFileName(f)))
            .Append(Path.Combine(Repository.CoreSources, "Operations", "Simulation"))
            .SelectMany(f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories)))
        {
            scanner.Scan(File.ReadAllText(file));
        }

        return Of(typeof(NetNs.Netlink.NetlinkWriter).Assembly, scanner);
    }

    internal static KernelDeclarations Of(Assembly assembly, SourceScanner scanner)
    {
        var result = new KernelDeclarations();
        foreach ((string name, Dictionary<string, string> comments) in scanner.Types.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            // Generic types carry an arity in their name; none of them is the kernel's.
            if (assembly.GetType(name) is not { } type)
                continue;
            result.AddConstants(type, comments);
            if (comments.GetValueOrDefault("") is { } own && StructName().Match(own) is { Success: true } c)
                result.Structs.Add(DescribeStruct(type, c.Groups[1].Value, comments));
        }

        return result;
    }

    private void AddConstants(Type type, Dictionary<string, string> comments)
    {
        const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        // Enums of a class for itself, and those marked "// ours", are no kernel's.
        bool isOurs = type.IsNestedPrivate || comments.GetValueOrDefault("") == "ours";
        bool isList = !isOurs && (type.IsEnum || IsListOfConstants(type));
        foreach (FieldInfo field in type.GetFields(Declared).Where(f => f.IsLiteral && f.FieldType != typeof(string)))
        {
            string? cName = comments.GetValueOrDefault(field.Name) is { Length: > 0 } comment && CName().Match(comment) is { Success: true } m ? m.Groups[1].Value
                : AllCapitals().IsMatch(field.Name) ? field.Name
                : null;
            // Sizes, limits and the like beside code are our own; in a list of constants each must be the kernel's.
            if (cName is not null || isList)
                Names.Add(new KernelName($"{type.Name}.{field.Name}", cName, Convert.ToDecimal(field.GetRawConstantValue(), CultureInfo.InvariantCulture)));
        }
    }

    private static bool IsListOfConstants(Type type)
        => type is { IsAbstract: true, IsSealed: true }
            && type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { Length: > 0 } members
            && members.All(m => m is FieldInfo { IsLiteral: true } f && f.FieldType != typeof(string));

    private static KernelStruct DescribeStruct(Type type, string cName, Dictionary<string, string> comments)
    {
        IReadOnlyList<KernelField> fields =
        [
            .. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(f => new KernelField(
                    f.Name,
                    comments.GetValueOrDefault(f.Name) is { Length: > 0 } comment ? FieldName().Match(comment).Value : null,
                    OffsetOf(type, f.Name),
                    SizeOf(f.FieldType))),
        ];
        return new KernelStruct(type.Name, cName, SizeOf(type), type.IsExplicitLayout, fields);
    }

    private static int OffsetOf(Type type, string field) => (int)Marshal.OffsetOf(type, field);

    private static int SizeOf(Type type)
        => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;

    [GeneratedRegex(@"^struct (\w+)$")]
    private static partial Regex StructName();

    // A name, or the 0 of "no flag"; then nothing, or words of explanation behind a mark.
    [GeneratedRegex(@"^([A-Z_][A-Za-z0-9_]*_[A-Za-z0-9_]+|0|sizeof\(struct \w+\))(?:$|[,;:( ])")]
    private static partial Regex CName();

    [GeneratedRegex(@"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")]
    private static partial Regex AllCapitals();

    [GeneratedRegex(@"^[\w.]+")]
    private static partial Regex FieldName();
}
