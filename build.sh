#!/bin/sh
# NetNs in one command: ./build.sh demo | test | build | docs | bench | package
#
# Finds pwsh and hands on to build.ps1. Where no pwsh can be had, demo and test do all that needs none, and say so.
set -eu
cd "$(dirname "$0")"
PATH="$PATH:/usr/sbin:/sbin"
export PATH DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off

say() { echo "$*" >&2; }
stop() { say "$*"; exit 69; }

# The oldest PowerShell that loads the module, as the manifest has it.
oldest=$(sed -n "s/.*PowerShellVersion *= *'\([0-9.]*\)'.*/\1/p" NetNs.psd1)

is_new_enough() {
    "$1" -NoProfile -NonInteractive -Command "exit [int](\$PSVersionTable.PSVersion -lt [version]'$oldest')" >/dev/null 2>&1
}

find_pwsh() {
    pwsh=$(command -v pwsh) && is_new_enough "$pwsh" && return
    pwsh=$PWD/output/tools/pwsh
    [ -x "$pwsh" ] && return
    # .config/dotnet-tools.json pins the version. A tool path rather than 'dotnet tool restore': the tests start pwsh as
    # a program of its own, which a local tool is not.
    version=$(sed -n '/"powershell"/,/}/s/.*"version": *"\([^"]*\)".*/\1/p' .config/dotnet-tools.json)
    say "There is no pwsh $oldest or newer on the PATH. Asking the NuGet registry for PowerShell $version …"
    dotnet tool install powershell --version "$version" --tool-path output/tools >/dev/null 2>&1 && [ -x "$pwsh" ] && return
    pwsh=
    say "The registry does not have it. To use the module, install PowerShell $oldest or newer: https://aka.ms/install-powershell"
}

# What the tests compare the module with. The module itself needs none of these.
install_tools() {
    missing=
    for pair in unshare:util-linux ip:iproute2 nft:nftables ping:iputils-ping conntrack:conntrack curl:curl python3:python3 cc:gcc; do
        command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
    done
    [ -e /usr/include/linux/netlink.h ] && [ -e /usr/include/stdio.h ] || missing="$missing linux-libc-dev libc6-dev"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing what the tests need:$missing …"
        # shellcheck disable=SC2086 # a list of words
        apt-get update -qq >/dev/null 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null 2>&1 && return
    fi
    say "Some tests will be skipped. Install for them (by the names of Debian):$missing"
}

# Test blocks of PowerShell: each may stand for several cases.
count_pester() { cat tests/*/*.Tests.ps1 | grep -cE '^ *It ' || true; }

test_without_pwsh() {
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    sh tests/run-units.sh 2>&1 | tee "$log"
    sum=$(sed -n 's/^units: //p' "$log" | tail -n 1)
    # shellcheck disable=SC2086 # numbers and words
    set -- ${sum:-0 passed, 1 failed, 0 skipped}
    skipped=$(count_pester)
    echo "SKIPPED: $skipped or more tests of the cmdlets, because there is no PowerShell $oldest or newer here."
    echo "$1 passed, $3 failed, $(($5 + skipped)) skipped"
    [ "$3" -eq 0 ]
}

demo_without_pwsh() {
    say "So this is the same lab through NetNs.Core, the .NET library under the cmdlets (docs/samples/QuickStart)."
    said=$(dotnet build docs/samples/QuickStart -c Release -o output/QuickStart -v quiet --nologo 2>&1) || stop "$said"
    exec sh tests/private-stack.sh dotnet output/QuickStart/QuickStart.dll
}

case "${1:-}" in
    demo | test | build | docs | bench | package | stress | faults) ;;
    *) say "usage: ./build.sh demo | test | build | docs | bench | package | stress | faults"; exit 64 ;;
esac
task=$1
shift
command -v dotnet >/dev/null || stop "There is no dotnet here. Install the .NET SDK 10 or newer: https://dot.net/download (Debian, Ubuntu: apt-get install dotnet-sdk-10.0, where the archive has it)."
[ "$task" != test ] || install_tools
find_pwsh
[ -z "$pwsh" ] || exec "$pwsh" -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@"
case $task in
    test) test_without_pwsh || exit 1 ;;
    demo) demo_without_pwsh ;;
    *) stop "./build.sh $task needs PowerShell." ;;
esac
