#!/bin/sh
# Runs a command on "a machine of its own" inside a private stack: own-machine.sh COMMAND [ARGUMENT...]
#
# For tests that start daemons (container engines, firewalls). Besides the network and the mounts that private-stack.sh gives, it has process
# ids, a host name, /run and /sys of its own, and layers over /etc, /var/lib, /var/log, /var/cache and /root that are gone with it. Whatever runs in it
# ends with the command.
set -eu

fail() {
    echo "own-machine.sh: $1" >&2
    exit 69
}

[ "${NETNS_PRIVATE_STACK:-}" = 1 ] || fail "it runs inside private-stack.sh only"
if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" -eq 0 ] || fail "it needs root"
    unshare --pid --mount --uts --ipc --fork true 2>/dev/null || fail "process ids of one's own are not allowed here"
    exec unshare --pid --mount --uts --ipc --propagation private --fork --kill-child=KILL --mount-proc sh "$0" --inside "$@"
fi

shift
mount -t tmpfs -o mode=755 none /run 2>/dev/null || fail "no tmpfs can be mounted here"
mkdir -p /run/netns /run/lock /run/dbus /run/cgroups /run/layers
# A sysfs that shows this network, with the control groups as before. As far as allowed: they matter to engines only.
if mount --rbind /sys/fs/cgroup /run/cgroups 2>/dev/null; then
    mount -t sysfs sysfs /sys 2>/dev/null && mount --rbind /run/cgroups /sys/fs/cgroup
    umount -l /run/cgroups
fi
rmdir /run/cgroups
mount -t tmpfs none /run/layers
for folder in etc var/lib var/log var/cache root; do
    layer=/run/layers/$(echo $folder | tr / _)
    mkdir -p "$layer/upper" "$layer/work"
    mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$layer/upper,workdir=$layer/work" "/$folder" 2>/dev/null || fail "no overlay can be mounted over /$folder here"
done
exec "$@"
