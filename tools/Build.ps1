<#
.SYNOPSIS
    Builds the module into a folder, unless it is newer than its sources.
#>
param(
    [Parameter(Mandatory)] [string] $Target,
    [Parameter(Mandatory)] [string] $Configuration
)

$root = Split-Path $PSScriptRoot

function Test-UpToDate {
    # Whether no source is younger than the module that was built from it.
    $stamp = Get-Item "$root/output/built.txt" -ErrorAction Ignore
    if (-not $stamp -or (Get-Content $stamp) -ne $Configuration -or -not (Test-Path "$Target/NetNs.psd1")) { return $false }
    $sources = @(Get-Item "$root/NetNs.psd1", "$root/Directory.Build.props", "$root/LICENSE") +
        # Directories too: a file that was removed shows in the time of its directory.
        @(Get-ChildItem "$root/src", "$root/module" -Recurse | Where-Object FullName -NotMatch '/(bin|obj)(/|$)') +
        @(Get-Item "$root/module", "$PSScriptRoot/Protect-View.ps1")
    -not ($sources | Where-Object LastWriteTimeUtc -GT $stamp.LastWriteTimeUtc | Select-Object -First 1)
}

if (Test-UpToDate) { return }
$staging = "$root/output/publish"
# ReadyToRun: the module is loaded by every new prompt, which should not wait for the JIT compiler.
$ready = $Configuration -eq 'Release' ? 'true' : 'false'
$runtime = "linux-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant())"
# The compiler's folders first: a folder that is made in the project's changes its time, as a file that is removed does.
foreach ($project in Get-ChildItem "$root/src" -Directory) { $null = New-Item "$project/bin", "$project/obj" -ItemType Directory -Force -ErrorAction Stop }
$begun = Get-Date
Write-Host 'Building the module …'
$said = dotnet publish "$root/src/NetNs/NetNs.csproj" -c $Configuration -r $runtime --self-contained false -p:PublishReadyToRun=$ready -o $staging -v quiet --nologo '-tl:off'
if ($LASTEXITCODE) {
    if (-not ($said -match 'error NU1\d\d\d')) { throw ($said -join "`n") }
    $reason = @($said -match 'error NU1\d\d\d')[0] -replace '^.*?error ' -replace ' \[[^\]]*\]\s*$'
    throw "NuGet did not provide the packages of the build ($reason). Allow access to a NuGet registry, or add a folder that has them: dotnet nuget add source FOLDER."
}
# Removed first: a pwsh that has the old files loaded keeps them.
Remove-Item $target -Recurse -Force -ErrorAction Ignore
$null = New-Item $target -ItemType Directory -Force
Copy-Item "$staging/*.dll", "$staging/NetNs.xml", "$root/NetNs.psd1", "$root/LICENSE" $target -ErrorAction Stop
Copy-Item "$root/module/*" $target -Recurse -Exclude help.digest
& "$PSScriptRoot/Protect-View.ps1" "$root/module/NetNs.Format.ps1xml" "$target/NetNs.Format.ps1xml"
Set-Content "$root/output/built.txt" $Configuration
(Get-Item "$root/output/built.txt").LastWriteTimeUtc = $begun.ToUniversalTime()
Write-Host "Built $target"
