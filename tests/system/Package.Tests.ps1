# What build.ps1 packs is what a gallery wants, and what somebody installs from there works: in a pwsh that has never heard of it.

BeforeDiscovery {
    $hasResourceGet = [bool](Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    $root = Split-Path (Split-Path $PSScriptRoot)
    $manifest = Import-PowerShellDataFile "$root/NetNs.psd1"

    function Invoke-CleanShell {
        # A pwsh with a home of its own and no modules but its own, as on a machine where it was just installed.
        param([string] $Command)
        # .NET takes no folder that is not there, and PowerShellGet would then write to where it stands.
        $null = New-Item "$TestDrive/home/.local/share", "$TestDrive/home/.config", "$TestDrive/home/.cache" -ItemType Directory -Force
        env -u PSModulePath -u NETNS_MODULE HOME="$TestDrive/home" XDG_DATA_HOME="$TestDrive/home/.local/share" XDG_CONFIG_HOME="$TestDrive/home/.config" XDG_CACHE_HOME="$TestDrive/home/.cache" pwsh -NoProfile -NonInteractive -Command $Command
    }
}

Describe 'The package' -Skip:(-not $hasResourceGet) {
    BeforeAll {
        $folder = "$TestDrive/package"
        # As it was built for these tests. A source that was changed since is built here: the clean shell has no packages to build with.
        $configuration = Get-Content "$root/output/built.txt"
        & "$root/build.ps1" -Configuration $configuration *>&1 | Out-Null
        $said = Invoke-CleanShell "& '$root/build.ps1' -Task Package -Configuration $configuration -ProjectUri https://example.org/netns -PackageFolder '$folder' *>&1"
        $package = Get-ChildItem "$folder/*.nupkg" -ErrorAction Ignore
        if (-not $package) { throw "Nothing was packed: $said" }
        Expand-Archive $package "$TestDrive/content"
        $specification = ([xml](Get-Content "$TestDrive/content/NetNs.nuspec" -Raw)).package.metadata
    }

    It 'is named by the version of the manifest' {
        $package.Name | Should -Be "NetNs.$($manifest.ModuleVersion).nupkg"
        $specification.version | Should -Be $manifest.ModuleVersion
    }

    It 'tells what it is, with icon, licence, address and tags' {
        $specification.description | Should -Be $manifest.Description
        $specification.projectUrl | Should -Be 'https://example.org/netns'
        $specification.licenseUrl | Should -BeLike 'https://example.org/netns/*LICENSE'
        $specification.iconUrl | Should -BeLike 'https://example.org/netns/*icon.png'
        "$root/docs/icon.png" | Should -Exist
        foreach ($tag in $manifest.PrivateData.PSData.Tags) { $specification.tags -split ' ' | Should -Contain $tag }
    }

    It 'has the section of CHANGELOG.md as its release notes' {
        $specification.releaseNotes | Should -BeLike '*New-NetNamespace*'
        $specification.releaseNotes | Should -Not -BeLike '*# Changelog*'
    }

    It 'holds the module, its help and its licence, and nothing of the workshop' {
        $files = Get-ChildItem "$TestDrive/content" -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath("$TestDrive/content", $_.FullName) }
        foreach ($wanted in 'NetNs.dll', 'NetNs.Core.dll', 'Tmds.LibC.dll', 'ThirdPartyNotices.txt', 'NetNs.psd1', 'NetNs.Format.ps1xml', 'NetNs.Types.ps1xml', 'NetNs.Assertions.psm1', 'LICENSE', 'README.md', 'CHANGELOG.md', 'en-US/NetNs.dll-Help.xml', 'en-US/about_NetNs.help.txt') { $files | Should -Contain $wanted }
        $files | Where-Object { $_ -match '\.(cs|csproj|pdb|Tests\.ps1)$|System\.Management\.Automation' } | Should -BeNullOrEmpty
    }

    It 'asks for no newer PowerShell than its manifest does' {
        $wanted = pwsh -NoProfile -NonInteractive -Command "[Reflection.Assembly]::LoadFile('$TestDrive/content/NetNs.dll').GetReferencedAssemblies() | Where-Object Name -EQ System.Management.Automation | ForEach-Object { `$_.Version.ToString(3) }"
        $wanted | Should -HaveCount 2
        foreach ($version in $wanted) { [version]$version | Should -BeLessOrEqual ([version]"$($manifest.PowerShellVersion).0") }
    }

    It 'knows the page of each cmdlet, for Get-Help -Online' {
        $commands = ([xml](Get-Content "$TestDrive/content/en-US/NetNs.dll-Help.xml" -Raw)).GetElementsByTagName('command:command')
        foreach ($command in $commands) {
            @($command.relatedLinks.navigationLink)[0].uri | Should -Be "https://example.org/netns/blob/v$($manifest.ModuleVersion)/docs/en-US/$($command.details.name).md"
            "$root/docs/en-US/$($command.details.name).md" | Should -Exist
        }
        $commands | Should -HaveCount $manifest.CmdletsToExport.Count
    }

    It 'installs from a repository with PSResourceGet, and the quick start runs' {
        $said = Invoke-CleanShell "Register-PSResourceRepository shelf -Uri '$folder' -Trusted; Install-PSResource NetNs -Repository shelf -Scope CurrentUser; (Get-PSResource NetNs).Version.ToString(); Import-Module NetNs; (Get-Module NetNs).ModuleBase; (Get-Help New-NetNamespace -Examples | Out-String).Contains('New-NetNamespace'); (Get-Help New-NetNamespace).relatedLinks.navigationLink[0].uri; & '$root/docs/samples/quick-start.ps1'"
        $said[0] | Should -Be $manifest.ModuleVersion -Because "$said"
        $said[1] | Should -BeLike "$TestDrive/home/*"
        $said[2] | Should -Be 'True'
        $said[3] | Should -BeLike 'https://example.org/*/New-NetNamespace.md'
        $said -match '^Nothing is left' | Should -HaveCount 1 -Because ($said -join "`n")
    }

    AfterAll {
        # The quick start switches forwarding on, and leaves it so, as it would on a machine.
        Reset-World
        Assert-NothingLeft
    }
}
