<#
.SYNOPSIS
    Makes the pinned versions of Pester available to this process and its children.
.DESCRIPTION
    A version that is installed on the machine is used. The others come from NuGet, by the PackageDownload items of Packages.csproj, and are
    put under output/modules. The output is the versions that can be imported, the one for the project's own tests first. Where one
    is missing, a warning says what NuGet said and how to provide it.
#>

$output = Join-Path (Split-Path $PSScriptRoot) output
$modules = "$output/modules"
if (-not "$env:PSModulePath".StartsWith("${modules}:")) { $env:PSModulePath = "${modules}:$env:PSModulePath" }
[version[]] $wanted = ([xml](Get-Content "$PSScriptRoot/Packages.csproj" -Raw)).Project.ItemGroup.PackageDownload.Version -split ';' -replace '[][]'

function Get-PesterVersion { (Get-Module Pester -ListAvailable).Version | Where-Object { $_ -in $wanted } }

$missing = $wanted | Where-Object { $_ -notin (Get-PesterVersion) }
if ($missing) {
    Write-Host "Asking NuGet for Pester $($missing -join ' and ') …"
    $said = dotnet restore "$PSScriptRoot/Packages.csproj" -p:RestorePackagesPath="$output/packages" --nologo -v quiet 2>&1 | Out-String
    foreach ($version in $missing) {
        $package = "$output/packages/pester/$version/tools"
        if (-not (Test-Path "$package/Pester.psd1")) { continue }
        $null = New-Item "$modules/Pester" -ItemType Directory -Force
        Remove-Item "$modules/Pester/$version" -Recurse -Force -ErrorAction Ignore
        Copy-Item $package "$modules/Pester/$version" -Recurse
    }
}
$present = Get-PesterVersion
if ($absent = $wanted | Where-Object { $_ -notin $present }) {
    $reason = [regex]::Match($said, 'error [^\n]*').Value -replace ' \[[^\]]*\]\s*$'
    Write-Warning "Pester $($absent -join ' and ') is not installed, and NuGet did not provide it ($reason). Allow access to a NuGet registry, or install the module Pester in this version."
}
$wanted | Where-Object { $_ -in $present }
