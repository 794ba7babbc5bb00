#!/bin/sh
# Runs all tests without root rights: unprivileged.sh [NAME OF A PESTER FILE...]
#
#   tests/system/unprivileged.sh                                 everything
#   tests/system/unprivileged.sh New-NetNamespace NetRoute       only these files, no units
#
# What is built is built first, by whoever starts this. Then everybody but root runs the tests in place; root runs them in a
# copy, as a user without any right (number 65534) who owns nothing but that copy. The network stack of a test comes from
# "unshare -rnm": tests/private-stack.sh makes it. What the kernel refuses there is skipped and listed with the reason.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
pwsh -NoProfile -File "$root/build.ps1" -Configuration "${NETNS_CONFIGURATION:-Debug}"
[ $# -gt 0 ] || dotnet build "$root/tests/units/NetNs.Core.Tests" -v quiet --nologo -clp:NoSummary

run() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
    trap 'exit 130' INT TERM
    mkdir "$place/home" "$place/tmp"
    cp -a "$root" "$place/netns"
    chown -R 65534:65534 "$place"
    root=$place/netns
    run() {
        # Nothing of root's environment but the way to the programs. The files of the copy belong to somebody else than git expects.
        setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all env -i PATH="$PATH" LANG=C.UTF-8 TERM="${TERM:-dumb}" \
            HOME="$place/home" TMPDIR="$place/tmp" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 \
            GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*' NETNS_BUILT=1 "$@"
    }
fi
cd "$root"

code=0
[ $# -gt 0 ] || run sh tests/run-units.sh || code=1
names=$(printf "'%s'," "${@:-*}")
run pwsh -NoProfile -Command "\$sum = tests/run-pester.ps1 -Name ${names%,}"'
    "pester: $($sum.Passed) passed, $($sum.Failed) failed, $($sum.Skipped) skipped"; exit [int]($sum.Failed -gt 0)' || code=1
exit $code
