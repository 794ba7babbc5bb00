using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Turns a world, its name, or what came of it from another process into a <see cref="TestWorldArgument"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TestWorldTransformAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData is null ? Array.Empty<TestWorldArgument>() : ArgumentList.Transform(inputData, Convert);

    private static object? Convert(object? value)
    {
        var wrapped = value as PSObject;
        return (wrapped?.BaseObject ?? value) switch
        {
            NetNsTestWorld world => new TestWorldArgument(world),
            string name => new TestWorldArgument(name),
            _ when wrapped is not null && NamespaceTransformAttribute.IsDeserialized(wrapped, "NetNs.NetNsTestWorld") && wrapped.Properties["Name"]?.Value is string name => new TestWorldArgument(name),
            _ => value,
        };
    }
}
