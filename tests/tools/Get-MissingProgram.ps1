<#
.SYNOPSIS
    The tests of a Pester file that need a program of packages.txt which this machine does not have.
.DESCRIPTION
    One object for each: the line of its It, the program and the package of Debian. A program that is used outside of an It, or in a script that the
    file loads, is needed by all tests of the file: then the line is 0. A use is a command of that name, or such a word after a
    command that runs others (setpriv, unshare, ip netns exec, timeout, Start-NetNamespaceProcess …).
#>
param(
    [Parameter(Mandatory)] [string] $Path,

    # For tests of this script: programs that count as missing, by name, with their packages.
    [hashtable] $Missing
)

if (-not $Missing) {
    $Missing = @{}
    foreach ($line in Get-Content "$PSScriptRoot/packages.txt" | Where-Object { $_ -match '^\w' }) {
        $program, $package = ($line -split ' ')[0, 1]
        if (-not (Get-Command $program -CommandType Application -ErrorAction Ignore)) { $Missing[$program] = $package }
    }
}
if (-not $Missing.Count) { return }

function Get-Use {
    # Each word of a script that is the name of a missing program and may be a command.
    param([Management.Automation.Language.Ast] $Tree)
    $Tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true) | ForEach-Object {
        $isRunner = $_.GetCommandName() -cin 'setpriv', 'unshare', 'nsenter', 'ip', 'timeout', 'env', 'sh', 'bash', 'Start-NetNamespaceProcess', 'Invoke-NetNamespace', 'Start-Process'
        $words = $isRunner ? $_.CommandElements : @($_.CommandElements)[0]
        $words | Where-Object { $_ -is [Management.Automation.Language.StringConstantExpressionAst] -and $Missing.ContainsKey($_.Value) -and $Missing.Keys -ccontains $_.Value }
    }
}

$tree = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $null)
$seen = @{}
foreach ($use in Get-Use $tree) {
    $test = $use.Parent
    while ($test -and -not ($test -is [Management.Automation.Language.CommandAst] -and $test.GetCommandName() -eq 'It')) { $test = $test.Parent }
    $seen["$($test ? $test.Extent.StartLineNumber : 0) $($use.Value)"] = $true
}
foreach ($helper in [regex]::Matches($tree.Extent.Text, 'PSScriptRoot/(?:\.\./)+tools/(\w+\.ps1)').ForEach{ $_.Groups[1].Value } | Sort-Object -Unique) {
    $script = [Management.Automation.Language.Parser]::ParseFile("$PSScriptRoot/$helper", [ref] $null, [ref] $null)
    # A helper's functions that a file does not call do not matter; what has the name of one that it calls does.
    $functions = $script.FindAll({ $args[0] -is [Management.Automation.Language.FunctionDefinitionAst] }, $true)
    foreach ($use in Get-Use $script) {
        $owner = $functions | Where-Object { $_.Extent.StartOffset -le $use.Extent.StartOffset -and $_.Extent.EndOffset -ge $use.Extent.EndOffset } | Select-Object -First 1
        if (-not $owner -or $owner.Name -eq 'Get-WorldState' -or $tree.Extent.Text -match "\b$([regex]::Escape($owner.Name))\b") { $seen["0 $($use.Value)"] = $true }
    }
}
foreach ($key in $seen.Keys | Sort-Object) {
    $line, $program = $key -split ' '
    [pscustomobject]@{ Line = [int] $line; Program = $program; Package = $Missing[$program] }
}
