#!/bin/sh
# NetNs in one command: ./build.sh demo | test | build | docs | bench | package | stress | faults | fresh-machine
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

# A program that .NET made, such as the pwsh of the tool package, looks for a .NET that is not in the usual place by this.
dotnet=$(command -v dotnet) || stop "There is no dotnet here. Install the .NET SDK 10 or newer: https://dot.net/download (Debian, Ubuntu: apt-get install dotnet-sdk-10.0, where the archive has it)."
[ -n "${DOTNET_ROOT:-}" ] || DOTNET_ROOT=$(dirname "$(readlink -f "$dotnet")")
export DOTNET_ROOT

check_dotnet() {
    # Where HOME cannot be written, .NET needs another place for what it keeps.
    # Tried, not asked: root may write everywhere as far as the shell knows.
    probe=$(mktemp -p "${HOME:-/nowhere}" .netns-XXXXXX 2>/dev/null) && rm "$probe" || probe=
    if [ -z "$probe" ]; then
        HOME=$PWD/output/home
        export HOME
        say "HOME cannot be written: $HOME is used in its place."
    fi
    mkdir -p output "$HOME" 2>/dev/null && [ -w output ] || stop "The folder output cannot be written in $PWD: make the clone writable, or clone it to a place that is."
    said=$("$dotnet" --version 2>&1) && return
    case $said in
        *ICU*) stop "The .NET SDK finds no ICU library. Install it (Debian 12: apt-get install libicu72; other releases: the libicu package with the release's number)." ;;
        *) stop "The .NET SDK does not start: $said" ;;
    esac
}

find_pwsh() {
    pwsh=$(command -v pwsh) && is_new_enough "$pwsh" && return
    pwsh=$PWD/output/tools/pwsh
    [ -x "$pwsh" ] && is_new_enough "$pwsh" && return
    # .config/dotnet-tools.json pins the version. NuGet takes the lowest version of a range that it has: the pinned one, or
    # where that is no longer served, the next one of the same minor version.
    version=$(sed -n '/"powershell"/,/}/s/.*"version": *"\([^"]*\)".*/\1/p' .config/dotnet-tools.json)
    minor=${version%.*}
    say "There is no pwsh $oldest or newer on the PATH. Asking the NuGet registry for PowerShell $version …"
    rm -rf output/tools
    said=$("$dotnet" tool install powershell --version "[$version,${minor%.*}.$((${minor#*.} + 1)))" --tool-path output/tools 2>&1) && is_new_enough "$pwsh" && return
    pwsh=
    say "PowerShell $version could not be installed as a .NET tool: $(echo "$said" | grep -E 'error|Unable|not found|denied|No space' | head -n 1)"
    say "Provide it in one of these ways: allow access to a NuGet registry, or install PowerShell $oldest or newer (https://aka.ms/install-powershell)."
}

# What the tests compare the module with: tests/tools/packages.txt. The module itself needs none of these.
install_tools() {
    missing=$(while read -r needed package daemon; do
        case $needed in
            '' | '#'*) ;;
            *) [ -z "$daemon" ] || [ -n "${CI:-}" ] || continue ;;
        esac
        case $needed in
            '' | '#'*) ;;
            /*) [ -e "$needed" ] || echo "$package" ;;
            *) command -v "$needed" >/dev/null || echo "$package" ;;
        esac
    done <tests/tools/packages.txt | sort -u | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing what the tests need: $missing…"
        # shellcheck disable=SC2086 # a list of words
        said=$(apt-get update -qq 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing 2>&1) && return
        say "apt-get did not install them: $(echo "$said" | grep '^E:' | head -n 1)"
    fi
    say "Some tests will be skipped. Install for them (by the names of Debian): $missing"
}

# Test blocks of PowerShell: each may stand for several cases.
count_pester() { cat tests/*/*.Tests.ps1 tests/*/*/*.Tests.ps1 | grep -cE '^ *It ' || true; }

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
    said=$(dotnet build docs/samples/QuickStart -c Release -o output/QuickStart -v quiet --nologo 2>&1) ||
        stop "The sample does not build: $(echo "$said" | grep -m 1 'error ' | sed 's/.*error //; s/ \[[^]]*\]$//')"
    exec sh tests/private-stack.sh dotnet output/QuickStart/QuickStart.dll
}

tasks='demo | test | build | docs | bench | package | stress | faults | fresh-machine'
case "${1:-}" in
    demo | test | build | docs | bench | package | stress | faults) ;;
    fresh-machine) shift; exec sh tests/fresh-machine.sh "$@" ;;
    *) say "usage: ./build.sh $tasks"; exit 64 ;;
esac
task=$1
shift
check_dotnet
[ "$task" != test ] || install_tools
find_pwsh
[ -z "$pwsh" ] || exec "$pwsh" -NoProfile -NonInteractive -File build.ps1 -Task "$task" "$@"
case $task in
    test) test_without_pwsh || exit 1 ;;
    demo) demo_without_pwsh ;;
    *) stop "./build.sh $task needs PowerShell." ;;
esac
