using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NetNs.Tests.Layering;

/// <summary>
/// Which types of an assembly use which others of the same assembly, and which methods they call: read from the compiled code, so
/// that nothing escapes which the compiler put there, be it a base type, a signature, a local, an attribute or a call.
/// </summary>
internal sealed class AssemblyReferences : IDisposable
{
    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value & 0xffff, o => o.OperandType);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    internal AssemblyReferences(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>The other assemblies it uses.</summary>
    internal IEnumerable<string> Assemblies => _metadata.AssemblyReferences.Select(h => _metadata.GetString(_metadata.GetAssemblyReference(h).Name));

    /// <summary>Every use of one type by another, both as the outermost type: "NetNs.Route.LinkMessage".</summary>
    internal IEnumerable<(string From, string To)> Uses() => _metadata.TypeDefinitions
        .SelectMany(h => UsedBy(h).Select(used => (From: OutermostName(h), To: OutermostName(used))))
        .Where(u => u.From != u.To && !u.From.Contains('<', StringComparison.Ordinal) && !u.To.Contains('<', StringComparison.Ordinal))
        .Distinct();

    /// <summary>The outermost types that call a method, the method's own left out.</summary>
    internal IEnumerable<string> CallersOf(string type, string method) => _metadata.TypeDefinitions
        .Where(h => OutermostName(h) != type)
        .Where(h => _metadata.GetTypeDefinition(h).GetMethods().SelectMany(Tokens).Any(t => IsMethod(t, type, method)))
        .Select(OutermostName)
        .Distinct();

    public void Dispose() => _file.Dispose();

    private bool IsMethod(EntityHandle token, string type, string name)
    {
        if (token.Kind == HandleKind.MethodSpecification)
            token = _metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method;
        if (token.Kind != HandleKind.MethodDefinition)
            return false;
        MethodDefinition method = _metadata.GetMethodDefinition((MethodDefinitionHandle)token);
        return _metadata.GetString(method.Name) == name && OutermostName(method.GetDeclaringType()) == type;
    }

    private string OutermostName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        while (type.GetDeclaringType() is { IsNil: false } outer)
            type = _metadata.GetTypeDefinition(outer);
        string space = _metadata.GetString(type.Namespace);
        return space.Length == 0 ? _metadata.GetString(type.Name) : $"{space}.{_metadata.GetString(type.Name)}";
    }

    private HashSet<TypeDefinitionHandle> UsedBy(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        var collector = new TypeCollector(_metadata);
        collector.Add(type.BaseType);
        collector.Add(type.GetCustomAttributes());
        collector.Add(type.GetGenericParameters());
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
            collector.Add(_metadata.GetInterfaceImplementation(implemented).Interface);
        foreach (FieldDefinitionHandle fieldHandle in type.GetFields())
        {
            FieldDefinition field = _metadata.GetFieldDefinition(fieldHandle);
            field.DecodeSignature(collector, null);
            collector.Add(field.GetCustomAttributes());
        }

        foreach (PropertyDefinitionHandle property in type.GetProperties())
            collector.Add(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (MethodDefinitionHandle methodHandle in type.GetMethods())
        {
            MethodDefinition method = _metadata.GetMethodDefinition(methodHandle);
            method.DecodeSignature(collector, null);
            collector.Add(method.GetCustomAttributes());
            collector.Add(method.GetGenericParameters());
            foreach (EntityHandle token in Tokens(methodHandle))
                collector.Add(token);
        }

        return collector.Found;
    }

    // Everything that the code of a method names: what it calls, reads, makes, catches, and the types of its locals.
    private IEnumerable<EntityHandle> Tokens(MethodDefinitionHandle handle)
    {
        int address = _metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
        if (address == 0)
            yield break;
        MethodBodyBlock body = _file.GetMethodBody(address);
        if (!body.LocalSignature.IsNil)
            yield return body.LocalSignature;
        foreach (ExceptionRegion region in body.ExceptionRegions.Where(r => r.Kind == ExceptionRegionKind.Catch))
            yield return region.CatchType;
        foreach (int token in CodeTokens(body.GetILContent()))
            yield return MetadataTokens.EntityHandle(token);
    }

    private static IEnumerable<int> CodeTokens(ImmutableArray<byte> code)
    {
        int at = 0;
        while (at < code.Length)
        {
            int opcode = code[at++];
            if (opcode == 0xfe)
                opcode = 0xfe00 | code[at++];
            switch (Operands[opcode])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineSig:
                    yield return BitConverter.ToInt32(code.AsSpan(at, 4));
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(code.AsSpan(at, 4)));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }
}
