#!/bin/sh
# Runs the two commands of the README on a fresh machine: a minimal Debian in a directory, made for this by debootstrap.
#
#   tests/fresh-machine.sh            as root there: ./build.sh demo, ./build.sh test
#   tests/fresh-machine.sh user       as a user without root rights
#   tests/fresh-machine.sh bad-input  no network, a read-only clone, blanks in the path, a HOME that cannot be written
#
# The fresh machine has git, CA certificates, and what .NET itself needs. From this machine it borrows, read-only, the .NET SDK, the
# configuration of apt and NuGet, the certificates, and those variables of the environment that name certificates and proxies. It clones
# the last commit of this repository. The commands run in mount, process and network namespaces of their own; the network is this machine's only as
# far as the commands need a registry. FRESH_MACHINE names a directory to use and keep; without it, one is made and removed.
# The last lines are the two results. The exit code is 0 where both succeeded. Needs root, debootstrap, and a Debian mirror.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
mode=${1:-root}
stop() { echo "fresh-machine.sh: $*" >&2; exit 69; }
[ "$(id -u)" -eq 0 ] || stop "debootstrap and chroot need root."
command -v debootstrap >/dev/null || stop "there is no debootstrap here; install it: apt-get install debootstrap"

# All mounts below are seen by this script and its children only, and end with them.
if [ "${1:-}" != --inside ]; then
    exec unshare --mount --pid --fork --kill-child --propagation private sh "$0" --inside "$mode"
fi
mode=$2
place=${FRESH_MACHINE:-}
if [ -z "$place" ]; then
    place=$(mktemp -d)
    trap 'cd /; umount -R "$place" 2>/dev/null; rm -rf --one-file-system "$place"' EXIT
    trap 'exit 130' INT TERM
fi
system=$place/system
# A mount of its own, so that one call unmounts everything below it.
mkdir -p "$system"
mount --bind "$system" "$system"

if ! [ -e "$system/etc/fresh-machine" ]; then
    . /etc/os-release
    mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
    icu=$(apt-cache search --names-only '^libicu[0-9]+$' | sed 's/ .*//' | sort | tail -n 1)
    echo "Making a minimal ${PRETTY_NAME:-Debian} …"
    debootstrap --variant=minbase --include="git,ca-certificates,$icu,libssl3,zlib1g" "$VERSION_CODENAME" "$system" "$mirror" >"$place/debootstrap.log" 2>&1 ||
        stop "debootstrap failed: $(tail -n 1 "$place/debootstrap.log")"
    # What this machine is configured to ask, in place of what debootstrap wrote.
    rm -f "$system/etc/apt/sources.list"
    chroot "$system" useradd --create-home somebody
    touch "$system/etc/fresh-machine"
fi

# Binds a file or directory of this machine into the fresh one, read-only, at the same path.
borrow() {
    [ -e "$1" ] || return 0
    if [ -d "$1" ]; then mkdir -p "$system$1"; else mkdir -p "$system$(dirname "$1")"; [ -e "$system$1" ] || : >"$system$1"; fi
    mount --bind "$1" "$system$1"
    mount -o remount,bind,ro "$system$1"
}
dotnet=$(readlink -f "$(command -v dotnet)")
sdk=$(dirname "$dotnet")
borrow "$sdk"
ln -sf "$dotnet" "$system/usr/local/bin/dotnet"
for path in /etc/apt /usr/share/keyrings /etc/ssl/certs /usr/local/share/ca-certificates /usr/share/ca-certificates /etc/resolv.conf /etc/hosts; do borrow "$path"; done
# NuGet's configuration is that of the user and of the machine. A user's own is copied, since HOME is written to.
for path in /etc/opt/NuGet /etc/nuget; do borrow "$path"; done
for home in root home/somebody; do
    if [ -e "$HOME/.nuget/NuGet/NuGet.Config" ]; then
        mkdir -p "$system/$home/.nuget/NuGet"
        cp "$HOME/.nuget/NuGet/NuGet.Config" "$system/$home/.nuget/NuGet/"
    fi
done
chroot "$system" chown -R somebody:somebody /home/somebody
# The names and values of certificates and proxies, one a line; a directory that one names is borrowed too.
env | grep -iE '^([a-z_]*(CERT|CA_|CA_BUNDLE|CAINFO|SSL)[a-z_]*|(https?|no|all)_proxy|NUGET_[A-Z_]*)=' >"$place/environment" || true

mount -t proc proc "$system/proc"
mount -t tmpfs tmpfs "$system/run"
mount -t tmpfs -o mode=1777 tmpfs "$system/tmp"
mount --rbind /sys "$system/sys"
mount --rbind /dev "$system/dev"
# Containers and namespaces are made in the stacks of the tests; user namespaces belong to the kernel, which is this machine's.

git -C "$root" bundle create -q "$system/project.bundle" HEAD
chmod 644 "$system/project.bundle"

# Runs a command line there, as root or as somebody, in a folder.
inside() (
    user=$1 folder=$2 line=$3
    case $user in root) home=/root ;; *) home=/home/$user ;; esac
    set -- HOME="${HOME_THERE:-$home}" USER="$user" LOGNAME="$user" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM="${TERM:-dumb}"
    while IFS= read -r pair; do set -- "$@" "$pair"; done <"$place/environment"
    case $user in
        root) chroot "$system" env -i "$@" sh -c 'cd "$1" && eval "$2"' sh "$folder" "$line" ;;
        *) chroot "$system" setpriv --reuid="$user" --regid="$user" --init-groups env -i "$@" sh -c 'cd "$1" && eval "$2"' sh "$folder" "$line" ;;
    esac
)

# Clones the commit of this repository into a folder there.
clone() { inside "$1" "$(dirname "$2")" "rm -rf '$2'; git -c advice.detachedHead=false clone -q /project.bundle '$2'"; }

# Runs a command line and remembers how long it took, how it ended and its last line.
results=''
try() {
    began=$(date +%s) code=0
    echo "== $4"
    { inside "$1" "$2" "$3" 2>&1 || echo $? >"$place/code"; } | tee "$place/last.log"
    if [ -e "$place/code" ]; then code=$(cat "$place/code"); rm "$place/code"; fi
    results="$results$4: exit code $code, $(($(date +%s) - began)) s: $(grep -v '^ *$' "$place/last.log" | tail -n 1)
"
}

worst=0
expect() { # zero or not, of the last command
    case $1:$code in ok:0 | failure:[1-9]*) ;; *) worst=1 ;; esac
}

case $mode in
    root | user)
        who=root folder=/root/netns
        [ "$mode" = root ] || { who=somebody; folder=/home/somebody/netns; }
        clone "$who" "$folder"
        try "$who" "$folder" './build.sh demo' "./build.sh demo"; expect ok
        try "$who" "$folder" './build.sh test' "./build.sh test"; expect ok
        ;;
    bad-input)
        clone root /root/plain
        # The demo falls back to the library, which needs no package; the tests need some.
        try root /root/plain 'unshare --net ./build.sh demo' 'no network, no package yet: the demo'; expect ok
        try root /root/plain 'unshare --net ./build.sh test' 'no network, no package yet: the tests'; expect failure
        try root /root/plain 'unshare --net ./build.sh build' 'no network, no package yet: a build'; expect failure
        clone root '/root/a path with blanks'
        try root '/root/a path with blanks' './build.sh demo' 'a path with blanks'; expect ok
        HOME_THERE=/proc try root '/root/a path with blanks' './build.sh demo' 'a HOME that cannot be written'; expect ok
        clone root /root/readonly
        mount --bind "$system/root/readonly" "$system/root/readonly"
        mount -o remount,bind,ro "$system/root/readonly"
        try root /root/readonly './build.sh demo' 'a read-only clone'; expect failure
        ;;
    *) stop "usage: fresh-machine.sh [root | user | bad-input]" ;;
esac
echo
printf '%s' "$results"
exit $worst
