# Dot-sourced: makes the n-th native call (or netlink message) of the module in this process fail. faults.c tells how.

$script:FaultKinds = [ordered]@{ RefuseMessage = 1; NotSent = 2; AnswerLost = 3; Timeout = 4; RefuseCall = 5; Kill = 6; Pause = 7; Count = 8 }

function Build-FaultLibrary {
    # Compiles faults.c for this machine; returns the path of the library.
    param([string] $Directory)
    $library = "$Directory/faults.so"
    if (-not (Test-Path $library)) {
        cc -shared -fPIC -O1 -o $library "$PSScriptRoot/faults.c" -ldl
        if ($LASTEXITCODE) { throw 'faults.c does not compile: a C compiler is needed (install gcc and libc6-dev).' }
    }
    $library
}

function Initialize-FaultInjection {
    # To be called before the module makes its first native call.
    param([string] $Library)
    $handle = [Runtime.InteropServices.NativeLibrary]::Load($Library)
    # An expression, not a script block: it is asked on threads that PowerShell knows nothing of.
    $name = [Linq.Expressions.Expression]::Parameter([string], 'name')
    $assembly = [Linq.Expressions.Expression]::Parameter([Reflection.Assembly], 'assembly')
    $path = [Linq.Expressions.Expression]::Parameter([Nullable[Runtime.InteropServices.DllImportSearchPath]], 'path')
    $isLibC = [Linq.Expressions.Expression]::Or([Linq.Expressions.Expression]::Equal($name, [Linq.Expressions.Expression]::Constant('libc')), [Linq.Expressions.Expression]::Equal($name, [Linq.Expressions.Expression]::Constant('libc.so.6')))
    $choice = [Linq.Expressions.Expression]::Condition($isLibC, [Linq.Expressions.Expression]::Constant([IntPtr]$handle), [Linq.Expressions.Expression]::Constant([IntPtr]::Zero))
    $resolver = [Linq.Expressions.Expression]::Lambda([Runtime.InteropServices.DllImportResolver], $choice, [Linq.Expressions.ParameterExpression[]]($name, $assembly, $path)).Compile()
    # The module's own declarations, and the package that has most of them.
    $core = [NetNs.NetLink].Assembly
    $package = [Reflection.Assembly]::LoadFrom("$(Split-Path $core.Location)/Tmds.LibC.dll")
    foreach ($caller in $core, $package) { [Runtime.InteropServices.NativeLibrary]::SetDllImportResolver($caller, $resolver) }
    $script:FaultState = [Runtime.InteropServices.NativeLibrary]::GetExport($handle, 'fault_state')
}

function Set-Fault {
    # The next fault: the n-th of its kind from now on.
    param([string] $Kind, [int] $At)
    foreach ($offset in 0, 4, 8, 12, 16) { [Runtime.InteropServices.Marshal]::WriteInt32($script:FaultState, $offset, 0) }
    [Runtime.InteropServices.Marshal]::WriteInt32($script:FaultState, 4, $At)
    [Runtime.InteropServices.Marshal]::WriteInt32($script:FaultState, 0, $script:FaultKinds[$Kind])
}

function Clear-Fault {
    # No fault from now on; tells what happened.
    [Runtime.InteropServices.Marshal]::WriteInt32($script:FaultState, 0, 0)
    [pscustomobject]@{
        Counted  = [Runtime.InteropServices.Marshal]::ReadInt32($script:FaultState, 8)
        Injected = [Runtime.InteropServices.Marshal]::ReadInt32($script:FaultState, 12) -gt 0
        Where    = [Runtime.InteropServices.Marshal]::PtrToStringUTF8([IntPtr]::Add($script:FaultState, 20))
    }
}

function Test-FaultReached { [Runtime.InteropServices.Marshal]::ReadInt32($script:FaultState, 12) -gt 0 }

function Resume-Fault { [Runtime.InteropServices.Marshal]::WriteInt32($script:FaultState, 16, 1) }
