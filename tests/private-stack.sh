#!/bin/sh
# Runs a command in a network stack of its own: private-stack.sh COMMAND [ARGUMENT...]
#
# The command gets fresh network, mount and process namespaces, an empty /run/netns and a loopback that is up; the
# machine's own stack, mounts and processes are out of its reach. With root rights directly, without them through a user
# namespace. All of it, its processes included, is gone when the command ends; its exit code is passed on. Where /proc
# cannot be mounted (in some containers), the processes stay those of the machine. NETNS_PRIVATE_STACK=1 tells the command (and the kernel tests)
# that it may do as it likes.
set -eu

fail() {
    echo "private-stack.sh: $1" >&2
    exit 69
}

if [ "${1:-}" != --inside ]; then
    if [ $# -eq 0 ]; then
        echo "usage: private-stack.sh COMMAND [ARGUMENT...]" >&2
        exit 64
    fi
    command -v unshare >/dev/null || fail "there is no unshare here; install util-linux"
    user=
    [ "$(id -u)" -eq 0 ] && unshare --net --mount true 2>/dev/null || user=--map-root-user
    # Tests that would change the machine's own stack refuse to run in it: they know it by this.
    NETNS_MACHINE_STACK=$(readlink /proc/self/ns/net)
    export NETNS_MACHINE_STACK
    # A process number such as 1 then never means a process of the machine.
    processes='--pid --fork --kill-child=KILL --mount-proc'
    # shellcheck disable=SC2086 # lists of words
    for kinds in "--net --mount $processes" '--net --mount'; do
        unshare $user $kinds true 2>/dev/null && exec unshare $user $kinds --propagation private sh "$0" --inside "$@"
    done
    fail "neither 'unshare -nm' nor 'unshare -rnm' is allowed here: run it as root, or allow user namespaces"
fi

shift
# A tmpfs on all of /run where /run/netns would have to be made on the machine's own, or /run (the lock file of
# iptables) cannot be written: both would reach outside.
if [ -d /run/netns ] && [ -w /run ]; then
    mount -t tmpfs -o mode=755 none /run/netns
else
    mount -t tmpfs -o mode=755 none /run
    mkdir /run/netns /run/lock
fi
if command -v ip >/dev/null; then
    ip link set lo up
else
    echo "private-stack.sh: there is no ip here, the loopback stays down" >&2
fi
export NETNS_PRIVATE_STACK=1
[ $$ -eq 1 ] || exec "$@"
# This shell stays, as process 1: it collects ended processes that lost their parent, and the command gets its signals.
"$@"
