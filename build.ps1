#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests, shows, documents, measures and packages NetNs.
.EXAMPLE
    ./build.ps1 -Task Build
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Docs', 'Bench', 'Package', 'Stress', 'Faults')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Package: the address that the gallery shows, with the licence and the icon below it.
    [uri] $ProjectUri,

    # Package: where it is put.
    [string] $PackageFolder = "$PSScriptRoot/output/package",

    # Bench: the time and memory of each message in the codec, too.
    [switch] $Codec
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot

function Invoke-Tool {
    # A native command that fails ends the task.
    & $args[0] @($args | Select-Object -Skip 1)
    if ($LASTEXITCODE) { throw "$($args[0]) ended with exit code $LASTEXITCODE." }
}

function Get-ModulePath {
    $version = (Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion
    "$root/output/NetNs/$version"
}

function Test-UpToDate {
    # Whether no source is younger than the module that was built from them.
    param([string] $Target)
    $stamp = Get-Item "$root/output/built.txt" -ErrorAction Ignore
    if (-not $stamp -or (Get-Content $stamp) -ne $Configuration -or -not (Test-Path "$Target/NetNs.psd1")) { return $false }
    $sources = @(Get-Item "$root/NetNs.psd1", "$root/Directory.Build.props", "$root/LICENSE") +
        # Directories too: a file that was removed shows in the time of its directory.
        @(Get-ChildItem "$root/src", "$root/module" -Recurse | Where-Object FullName -NotMatch '/(bin|obj)(/|$)') +
        @(Get-Item "$root/module")
    -not ($sources | Where-Object LastWriteTimeUtc -GT $stamp.LastWriteTimeUtc | Select-Object -First 1)
}

function Invoke-Build {
    $target = Get-ModulePath
    if (Test-UpToDate $target) { return }
    $staging = "$root/output/publish"
    # ReadyToRun: the module is loaded by every new prompt, and nobody waits for the JIT compiler.
    $ready = $Configuration -eq 'Release' ? 'true' : 'false'
    $runtime = "linux-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant())"
    # The compiler's folders first: a folder that is made in the project's changes its time, as a file that is removed does.
    foreach ($project in Get-ChildItem "$root/src" -Directory) { $null = New-Item "$project/bin", "$project/obj" -ItemType Directory -Force }
    $begun = Get-Date
    Write-Host 'Building the module …'
    Invoke-Tool dotnet publish "$root/src/NetNs/NetNs.csproj" -c $Configuration -r $runtime --self-contained false -p:PublishReadyToRun=$ready -o $staging -v quiet --nologo '-tl:off'
    # Removed first: a pwsh that has the old files loaded keeps them.
    Remove-Item $target -Recurse -Force -ErrorAction Ignore
    $null = New-Item $target -ItemType Directory -Force
    Copy-Item "$staging/NetNs.dll", "$staging/NetNs.Core.dll", "$staging/NetNs.xml", "$root/NetNs.psd1", "$root/LICENSE" $target -ErrorAction Stop
    Copy-Item "$root/module/*" $target -Recurse
    & "$root/tools/Protect-View.ps1" "$root/module/NetNs.Format.ps1xml" "$target/NetNs.Format.ps1xml"
    Set-Content "$root/output/built.txt" $Configuration
    (Get-Item "$root/output/built.txt").LastWriteTimeUtc = $begun.ToUniversalTime()
    Write-Host "Built $target"
}

function Resolve-Module {
    # Whether a module of the gallery is here. Where it is missing it is put under output/modules, if the gallery answers.
    param([string] $Name, [version] $Version)
    $modules = "$root/output/modules"
    if ($env:PSModulePath -notlike "$modules*") { $env:PSModulePath = "$modules$([IO.Path]::PathSeparator)$env:PSModulePath" }
    if (Get-Module $Name -ListAvailable | Where-Object Version -GE $Version) { return $true }
    try {
        $null = New-Item $modules -ItemType Directory -Force
        Save-PSResource $Name -Version "[$Version, )" -Path $modules -TrustRepository -Quiet -ErrorAction Stop
        return $true
    }
    catch {
        Write-Warning "PowerShell module $Name is not here, and the gallery did not give it ($($_.Exception.Message)). Install it with: Install-PSResource $Name -Version '[$Version, )'"
        return $false
    }
}

function Invoke-Test {
    Invoke-Build
    $sums = @(Invoke-UnitTest; Invoke-PesterTest)
    $passed, $failed, $skipped = foreach ($count in 'Passed', 'Failed', 'Skipped') { ($sums | Measure-Object $count -Sum).Sum }
    # The last line of a test run, in this form: continuous integration reads it.
    Write-Host "$passed passed, $failed failed, $skipped skipped"
    if ($failed) { exit 1 }
}

function Invoke-UnitTest {
    sh "$root/tests/run-units.sh" 2>&1 | Tee-Object -Variable output | ForEach-Object { Write-Host $_ }
    $said = $output | Select-String '^units: (\d+) passed, (\d+) failed, (\d+) skipped$' | Select-Object -Last 1
    if (-not $said) { return [pscustomobject]@{ Passed = 0; Failed = 1; Skipped = 0 } }
    $passed, $failed, $skipped = $said.Matches.Groups[1..3].Value
    [pscustomobject]@{ Passed = [int]$passed; Failed = [int]$failed; Skipped = [int]$skipped }
}

function Invoke-PesterTest {
    if (Resolve-Module Pester 5.5) { return & "$root/tests/run-pester.ps1" }
    $skipped = @(Select-String "$root/tests/*/*.Tests.ps1" -Pattern '^\s*It\s').Count
    Write-Host "SKIPPED: $skipped or more tests of the cmdlets, because there is no Pester here." -ForegroundColor Yellow
    [pscustomobject]@{ Passed = 0; Failed = 0; Skipped = $skipped }
}

function Invoke-Demo {
    Invoke-Build
    # -NonInteractive is not passed on: colours depend on the terminal alone.
    Invoke-Tool sh "$root/tests/private-stack.sh" ([Environment]::ProcessPath) -NoProfile -File "$root/docs/samples/quick-start.ps1" -Module "$(Get-ModulePath)/NetNs.psd1"
}

function Invoke-Docs {
    if (Resolve-Module Microsoft.PowerShell.PlatyPS 1.0) { & "$root/docs/Export-Help.ps1" -Destination "$root/module/en-US" }
}

function Invoke-Bench {
    Invoke-Build
    Invoke-Tool sh "$root/tests/private-stack.sh" pwsh -NoProfile -File "$root/tests/bench/run-bench.ps1" -Json "$root/output/bench.json"
    if ($Codec) { Invoke-Tool dotnet run -c Release --project "$root/tests/bench/codec" '--' --filter '*' --job Short --inProcess --artifacts "$root/output/codec" }
}

function Invoke-Stress {
    Invoke-Build
    Invoke-Tool sh "$root/tests/private-stack.sh" ([Environment]::ProcessPath) -NoProfile -File "$root/tests/system/stress/run-stress.ps1"
}

function Invoke-Faults {
    Invoke-Build
    # What is killed is then a copy of the process by fork: run-faults.ps1 tells why that wants these.
    $env:DOTNET_EnableWriteXorExecute = $env:DOTNET_gcConcurrent = '0'
    Invoke-Tool sh "$root/tests/private-stack.sh" ([Environment]::ProcessPath) -NoProfile -Command "& '$root/tests/system/faults/run-faults.ps1' | Format-Table Name, Kind, Injected, Nothing, Whole, Half, Failures"
}

function Invoke-Package {
    Invoke-Build
    $package = $PackageFolder
    $staged = "$package/NetNs"
    Remove-Item $package -Recurse -Force -ErrorAction Ignore
    $null = New-Item $package -ItemType Directory
    Copy-Item (Get-ModulePath) $staged -Recurse
    Copy-Item "$root/CHANGELOG.md", "$root/README.md" $staged
    Set-Content "$staged/NetNs.psd1" (Get-ReleaseManifest)
    if ($ProjectUri) { Add-OnlineHelp "$staged/en-US/NetNs.dll-Help.xml" }
    # A repository in a folder, for as long as it takes: publishing to it checks the manifest as the gallery would.
    $repository = "NetNs-$PID"
    Register-PSResourceRepository $repository -Uri $package -Trusted
    try { Publish-PSResource -Path $staged -Repository $repository } finally { Unregister-PSResourceRepository $repository }
    Remove-Item $staged -Recurse -Force
    Get-Item "$package/*.nupkg" | ForEach-Object { Write-Host "Packed $($_.FullName) ($([int]($_.Length / 1KB)) KB)" }
}

function Add-OnlineHelp {
    # Get-Help -Online opens a topic's link that has an address: its page in the project, of this version.
    param([string] $Path)
    $version = (Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion
    $help = [xml]::new()
    $help.Load($Path)
    foreach ($command in $help.GetElementsByTagName('command:command')) {
        $links = $command.Item('command:relatedLinks') ?? $command.AppendChild($help.CreateElement('command:relatedLinks', $command.NamespaceURI))
        $link = $links.PrependChild($help.CreateElement('maml:navigationLink', 'http://schemas.microsoft.com/maml/2004/10'))
        $link.AppendChild($help.CreateElement('maml:linkText', $link.NamespaceURI)).InnerText = 'Online version:'
        $link.AppendChild($help.CreateElement('maml:uri', $link.NamespaceURI)).InnerText = "$("$ProjectUri".TrimEnd('/'))/blob/v$version/docs/en-US/$($command.details.name).md"
    }
    $help.Save($Path)
}

function Get-ReleaseManifest {
    # The manifest with what only a release knows: the notes of its version, and where the project lives.
    $manifest = Get-Content "$root/NetNs.psd1" -Raw
    $version = (Import-PowerShellDataFile "$root/NetNs.psd1").ModuleVersion
    $section = [regex]::Match((Get-Content "$root/CHANGELOG.md" -Raw), "(?sm)^## $([regex]::Escape($version))\b[^\n]*\n(.*?)(?=^## |\z)")
    if (-not $section.Success) { throw "CHANGELOG.md has no section for version $version." }
    # A family of cmdlets in which nothing changed has a heading and no lines.
    $notes = $section.Groups[1].Value.Trim() -replace '(?m)^### [^\n]*\s*(?=^### |\z)'
    $data = "ReleaseNotes = @'`n$($notes.Trim())`n'@"
    if ($ProjectUri) {
        $base = "$ProjectUri".TrimEnd('/')
        $data += "`n            ProjectUri   = '$base'`n            LicenseUri   = '$base/blob/v$version/LICENSE'`n            IconUri      = '$base/raw/v$version/docs/icon.png'"
    }
    $manifest -replace "ReleaseNotes = '[^']*'", $data.Replace('$', '$$')
}

foreach ($name in $Task) { & "Invoke-$name" }
