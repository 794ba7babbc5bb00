# Runs a command line in this process until it is killed at its n-th native call: fault-child.ps1 LIBRARY AT COMMAND. Ends with 0 where it had fewer.
param([string] $Library, [int] $At, [string] $Command)
$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/FaultInjection.ps1"
Import-Module $env:NETNS_MODULE
Initialize-FaultInjection $Library
Set-Fault Kill $At
$null = & ([scriptblock]::Create($Command)) 3>$null
