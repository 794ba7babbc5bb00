#!/bin/sh
# Builds the unit tests once and runs them in a private network stack: run-units.sh [ARGUMENT OF dotnet test...]
#
#   tests/run-units.sh
#   tests/run-units.sh --filter FullyQualifiedName~NamespaceThread
#
# Skipped tests are listed with their reasons. The last line is "units: N passed, N failed, N skipped"; the exit code is not 0
# where a test failed, nothing ran, or the build failed. NETNS_CONFIGURATION chooses the configuration (Debug);
# with NETNS_BUILT=1 what was built before is run, for places where nothing can be built.
set -u

root=$(cd "$(dirname "$0")/.." && pwd)
configuration=${NETNS_CONFIGURATION:-Debug}
project=$root/tests/units/NetNs.Core.Tests
assembly=$project/bin/$configuration/net10.0/NetNs.Core.Tests.dll

if ! command -v dotnet >/dev/null; then
    echo "run-units.sh: there is no dotnet here; install the .NET 10 SDK" >&2
    exit 69
fi
# Outside of the private stack: restoring packages needs the network.
[ "${NETNS_BUILT:-}" = 1 ] || dotnet build "$project" -c "$configuration" -v quiet --nologo -clp:NoSummary || exit 1

results=$(mktemp -d) || exit 1
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM

run() {
    if "$root/tests/private-stack.sh" true 2>/dev/null; then
        "$root/tests/private-stack.sh" "$@"
    else
        echo "run-units.sh: no private network stack can be made here, the kernel tests are skipped" >&2
        "$@"
    fi
}
run dotnet test "$assembly" --nologo --logger "trx;LogFileName=units.trx" --logger "console;verbosity=minimal" --results-directory "$results" "$@"
code=$?

if [ ! -f "$results/units.trx" ]; then
    echo "units: 0 passed, 1 failed, 0 skipped"
    exit 1
fi
# Counted here: the counters in the file itself leave skipped tests out.
awk '
    function attribute(line, name) {
        if (!match(line, " " name "=\"[^\"]*\"")) return ""
        return substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    function plain(text) {
        gsub(/<[^>]*>/, "", text)
        gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
        return text
    }
    { sub(/^ +/, "") }
    /^<UnitTestResult / {
        outcome = attribute($0, "outcome"); name = attribute($0, "testName"); count[outcome]++
    }
    /^<Message>/ && outcome == "NotExecuted" {
        reason = plain($0)
        if (!(reason in skips)) order[++reasons] = reason
        skips[reason] = skips[reason] "\n    " plain(name)
    }
    /^<Text>.*\[Test (Class|Collection|Assembly) Cleanup Failure/ { broken++ }
    # What a class left behind is told here and nowhere else.
    /^<ResultSummary/ { summary = 1 }
    summary && /^\[xUnit.net/ && !/Adapter v|Discover|Starting:|Finished:|\[(SKIP|FAIL)\]/ {
        sub(/^\[[^]]*\] */, ""); said = said plain($0) "\n"
    }
    END {
        for (i = 1; i <= reasons; i++) printf "skipped, %s:%s\n", order[i], skips[order[i]]
        passed = count["Passed"] + 0; skipped = count["NotExecuted"] + 0; failed = -passed - skipped
        for (o in count) failed += count[o]
        if (broken > 0) printf "%s", said
        # A class that leaves something behind is a failure although each test of it passed; so is a run that broke off.
        failed += broken
        if (failed == 0 && ('"$code"' != 0 || passed + skipped == 0)) failed = 1
        printf "units: %d passed, %d failed, %d skipped\n", passed, failed, skipped
        exit failed > 0
    }' "$results/units.trx"
