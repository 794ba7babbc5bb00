<#
.SYNOPSIS
    Runs one Pester file in this process and writes its counts as JSON.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath,
    [version] $PesterVersion
)

$version = $PesterVersion ? @{ RequiredVersion = $PesterVersion } : @{ MinimumVersion = '5.7' }
Import-Module Pester @version -DisableNameChecking -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$configuration.Output.RenderMode = 'Plaintext'
# Tests whose programs are not installed do not run: they count as skipped, by the name of the package.
$missing = @(& "$PSScriptRoot/Get-MissingProgram.ps1" -Path $Path)
$reasons = @($missing | Where-Object Line -GT 0 | ForEach-Object { "there is no $($_.Program) here; install $($_.Package)" })
if ($whole = $missing | Where-Object Line -EQ 0 | Select-Object -First 1) {
    $count = @(Select-String -LiteralPath $Path -Pattern '^\s*It\s').Count
    @{ Passed = 0; Failed = 0; Skipped = $count; Reasons = @(, "there is no $($whole.Program) here; install $($whole.Package)" * $count) } | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
    return
}
if ($missing) { $configuration.Filter.ExcludeLine = @($missing.Line | Sort-Object -Unique | ForEach-Object { "${Path}:$_" }) }
$result = Invoke-Pester -Configuration $configuration

@{
    Passed  = $result.PassedCount
    # A failing AfterAll (something was left behind) or a file that does not parse has no test of its own to fail.
    Failed  = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    Skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
    Reasons = @($result.Skipped | ForEach-Object { $_.ErrorRecord.Exception.Message -replace '^is skipped, because ' }) + $reasons
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
