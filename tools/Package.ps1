<#
.SYNOPSIS
    Packs the module that was built as a gallery wants it: with the release notes, and with the addresses that only a release knows.
#>
param(
    # The folder of the module that was built.
    [Parameter(Mandatory)] [string] $Module,

    [Parameter(Mandatory)] [string] $PackageFolder,

    # The address that the gallery shows, with the licence and the icon below it.
    [uri] $ProjectUri
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot

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

$package = $PackageFolder
$staged = "$package/NetNs"
Remove-Item $package -Recurse -Force -ErrorAction Ignore
$null = New-Item $package -ItemType Directory
Copy-Item $Module $staged -Recurse
Copy-Item "$root/CHANGELOG.md", "$root/README.md" $staged
Set-Content "$staged/NetNs.psd1" (Get-ReleaseManifest)
if ($ProjectUri) { Add-OnlineHelp "$staged/en-US/NetNs.dll-Help.xml" }
# A repository in a folder, for as long as it takes: publishing to it checks the manifest as the gallery would.
$repository = "NetNs-$PID"
Register-PSResourceRepository $repository -Uri $package -Trusted
try { Publish-PSResource -Path $staged -Repository $repository } finally { Unregister-PSResourceRepository $repository }
Remove-Item $staged -Recurse -Force
Get-Item "$package/*.nupkg" | ForEach-Object { Write-Host "Packed $($_.FullName) ($([int]($_.Length / 1KB)) KB)" }
