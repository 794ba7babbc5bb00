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
$result = Invoke-Pester -Configuration $configuration

@{
    Passed  = $result.PassedCount
    # A failing AfterAll (something was left behind) or a file that does not parse has no test of its own to fail.
    Failed  = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    Skipped = $result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount
    Reasons = @($result.Skipped | ForEach-Object { $_.ErrorRecord.Exception.Message -replace '^is skipped, because ' })
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
