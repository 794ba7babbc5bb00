using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>The assertions that the module brings along for Pester. They are a script, as Pester wants them, and are loaded when they are wanted.</summary>
internal static class PesterAssertions
{
    private const string FileName = "NetNs.Assertions.psm1";

    /// <summary>Registers them with the Pester that is loaded; where none is, nobody asserts anything.</summary>
    internal static void RegisterWhereLoaded(CommandInvocationIntrinsics engine, string moduleBase)
    {
        if (engine.InvokeScript("Get-Module Pester").Count > 0)
            Register(engine, moduleBase);
    }

    /// <summary>Registers them; a second time changes nothing. False where there is no Pester that takes any.</summary>
    internal static bool Register(CommandInvocationIntrinsics engine, string moduleBase)
    {
        if (engine.GetCommand("Add-ShouldOperator", CommandTypes.Function) is null)
            return false;
        engine.InvokeScript("param($path) Import-Module $path -Global; Register-NetNsAssertion", Path.Combine(moduleBase, FileName));
        return true;
    }
}
