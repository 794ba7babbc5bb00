using System.Management.Automation;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Writes a network setting of the kernel, inside a namespace.</summary>
[Cmdlet(VerbsCommon.Set, "NetSysctl", SupportsShouldProcess = true)]
[OutputType(typeof(NetSysctl))]
public sealed class SetNetSysctlCommand : NamespaceTargetCommand
{
    /// <summary>Its name, with dots or slashes.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SysctlNameCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The value, as the kernel writes it: several numbers are separated by blanks.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    public string Value { get; set; } = "";

    /// <summary>Returns the setting as it then is.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(Name, () =>
    {
        NamespaceContext context = Context;
        NetSysctl present = SysctlOperations.Get(context, Name);
        Change(present.Name + context.Namespace.Suffix, $"Set to {Value}", () =>
        {
            SysctlOperations.Set(context, Name, Value);
            return PassThru ? SysctlOperations.Get(context, Name) : null;
        });
    });
}
