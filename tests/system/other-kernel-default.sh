#!/bin/sh
# What tests/system/other-kernel.sh runs by default, inside the emulated machine: all that depends on what a kernel has.
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root" || exit 1

code=0
NETNS_BUILT=1 sh tests/run-units.sh --filter 'FullyQualifiedName~Kernel|FullyQualifiedName~Namespaces|FullyQualifiedName~Firewall' || code=1
pwsh -NoProfile -Command '$sum = tests/run-pester.ps1 -TimeoutSeconds 1800 -Name NetLink.New, NetLink.Set, NetLink.Views, Links, Bridge, BridgePort, NetNsSupport, ContainerPort.Traffic
    "pester: $($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"; exit [int]($sum.Failed -gt 0)' || code=1
exit $code
