# Every example of the help runs as it is printed and shows what the page says it shows. What differs from run to run
# (MAC addresses, inodes, indexes, times, counters) is compared by its form.

BeforeDiscovery {
    . $PSScriptRoot/../tools/HelpExamples.ps1
    $index = 0
    $examples = @(Get-HelpExample | ForEach-Object { $_ + @{ Index = $index++ } })
}

BeforeAll {
    . $PSScriptRoot/../tools/Common.ps1
    . $PSScriptRoot/../tools/HelpExamples.ps1
    # Examples that cannot run here, with the reason.
    $notRun = @{ 'Enter-NetNamespace' = 'an interactive shell waits for somebody to type'; 'Get-NetContainer' = 'there is no container engine in this stack; Docker.Tests.ps1 runs them' }
    ip tuntap add dev probe mode tap 2>$null && ip tuntap del dev probe mode tap
    $hasTap = $LASTEXITCODE -eq 0
    $present = (Get-Command -Module NetNs -CommandType Cmdlet).Name
    $examples = @(Get-HelpExample)
    for ($i = 0; $i -lt $examples.Count; $i++) { if ($notRun[$examples[$i].Name]) { $examples[$i].Pairs = @() } }
    $shown = Invoke-HelpExample $examples -Folder $TestDrive
}

AfterAll {
    Reset-World
    Assert-NothingLeft
}

Describe '<Title> of <Name>' -ForEach $examples {
    It 'shows what the page shows' {
        if ($notRun[$Name]) { Set-ItResult -Skipped -Because $notRun[$Name] }
        if ($Pairs.Code -match ' Tap ' -and -not $hasTap) { Set-ItResult -Skipped -Because 'ip cannot make a tap here either' }
        $missing = @([regex]::Matches(($Pairs.Code -join "`n"), '\b[A-Z][a-z]+-(Net|Veth|Bridge|Masq|Container)\w+') | Where-Object Value -NotIn $present)
        if ($missing) { Set-ItResult -Skipped -Because "its cmdlet is not there yet" }
        for ($block = 0; $block -lt $Pairs.Count; $block++) {
            $real = $shown["$Index/$block"]
            $null -ne $real | Should -BeTrue -Because 'the block has to run to its end'
            $said = "`nthe page shows:`n$($Pairs[$block].Shown)`nit showed:`n$($real -join "`n")"
            if ($null -ne $Pairs[$block].Shown) { ConvertTo-Form $real | Should -Be (ConvertTo-Form $Pairs[$block].Shown) -Because $said }
            else { $real -match '^\S+-\w+: ' | Should -BeNullOrEmpty -Because "no error is shown on the page: $said" }
        }
    }
}
