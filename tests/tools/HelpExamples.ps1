# What the pages of docs/en-US and docs/tutorials show: dot-sourced by their tests, and by tools/Update-Tutorial.ps1.

& $PSScriptRoot/../../tools/Pwsh.ps1

function Get-CodePair {
    # What a text tells to type (Code), and what is shown then (Shown; null where the text shows nothing for it).
    param([string] $Text)
    foreach ($pair in [regex]::Matches($Text, '(?s)```powershell\n(.*?)\n```(?:\s*```output\n(.*?)\n?```)?')) {
        @{ Code = $pair.Groups[1].Value; Shown = $pair.Groups[2].Success ? $pair.Groups[2].Value : $null }
    }
}

function Get-Tutorial {
    # The tutorial pages: one long example each, its blocks typed one after the other in one stack.
    foreach ($page in Get-ChildItem "$PSScriptRoot/../../docs/tutorials/[0-9]*.md") {
        @{ Name = $page.BaseName; Path = $page.FullName; Pairs = @(Get-CodePair (Get-Content $page.FullName -Raw)); WithoutRoot = $page.BaseName -like '*without-being-root' }
    }
}

function Get-HelpExample {
    # The examples of all pages: Name (of the cmdlet), Title, and Pairs of what is typed (Code) and what is shown
    # (Shown; null where the page shows nothing for it).
    foreach ($page in Get-ChildItem "$PSScriptRoot/../../docs/en-US/*-*.md") {
        foreach ($match in [regex]::Matches((Get-Content $page.FullName -Raw), '(?s)### (Example[^\n]*)\n(.*?)(?=\n### |\n## )')) {
            @{ Name = $page.BaseName; Title = $match.Groups[1].Value; Pairs = @(Get-CodePair $match.Groups[2].Value) }
        }
    }
}

function Invoke-HelpExample {
    # Runs examples at a terminal of 100 columns, in one pwsh. Returns what each block showed, keyed "example/block".
    param([object[]] $Example, [string] $Folder, [switch] $WithoutRoot)
    ConvertTo-Json @(foreach ($one in $Example) { , @($one.Pairs.Code) }) -Depth 3 | Set-Content "$Folder/examples.json"
    $stack = $WithoutRoot ? "unshare --map-root-user --net --mount --propagation private sh '$PSScriptRoot/../private-stack.sh' --inside" : ''
    $output = script --quiet --return --command "stty cols 100 rows 50; TERM=dumb $stack pwsh -NoProfile -File '$PSScriptRoot/run-examples.ps1' -Path '$Folder/examples.json'" /dev/null
    $shown = @{}
    $key = $null
    foreach ($line in $output) {
        # What a terminal is told besides text.
        $line = $line -replace '\e\[[?\d;]*[A-Za-z]|\e[=>]|\r'
        if ($line -match '<<example (\d+) block (\d+)>>') { $key = "$($Matches[1])/$($Matches[2])"; $shown[$key] = [Collections.Generic.List[string]]::new() }
        elseif ($line -match '<<end>>') { $key = $null }
        elseif ($key) { $shown[$key].Add($line) }
    }
    $shown
}

function ConvertTo-Form {
    # The lines of a text without what differs from run to run: MAC addresses, inodes, indexes, times, counters.
    param([string[]] $Text)
    ($Text -join "`n") -split "`n" | ForEach-Object {
        $_ -replace '\bnt\d+-[0-9a-f]+-\d+(-[0-9a-f]+)?', '<world>' -replace
            '\b([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b', '<mac>' -replace
            '\bfe80::[0-9a-f:]+', '<link-local>' -replace
            '(netns:[^/ ]+)/\d+', '$1/<inode>' -replace
            '\b\d{1,2}/\d{1,2}/\d{4}( \d{1,2}:\d\d(:\d\d)?( [AP]M)?)?|\b\d{4}-\d\d-\d\d[T \d:.+Z]*|\b(\d+\.)?\d\d:\d\d:\d\d(\.\d+)?\b', '<time>' -replace
            # A number that stands alone or has a unit; those in names, addresses and prefixes stay.
            '(?<![\w.:/-])\d+([.,]\d+)?(?=(\s|$|[,;)%@]|[mµn]?s\b))', '#' -replace '\s+', ' '
    } | ForEach-Object Trim | Where-Object { $_ -and $_ -notmatch '^[- ]*$' }
}
