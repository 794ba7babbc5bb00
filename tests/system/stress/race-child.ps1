# One of many processes that do the same at once: race-child.ps1 BARRIER READY COMMAND. Loads the module, says that it is ready, and begins when the barrier is there.
param([string] $Barrier, [string] $Ready, [string] $Command)
$ErrorActionPreference = 'Stop'
Import-Module $env:NETNS_MODULE
$block = [scriptblock]::Create($Command)
Set-Content $Ready ''
while (-not (Test-Path $Barrier)) { [Threading.Thread]::Sleep(2) }
& $block 3>$null
