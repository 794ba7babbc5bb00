#!/bin/sh
# Runs a command under a stock distribution kernel, in an emulated machine: other-kernel.sh [COMMAND [ARGUMENT...]]
#
#   tests/system/other-kernel.sh                                        builds, and runs tests/system/other-kernel-default.sh
#   tests/system/other-kernel.sh tests/run-pester.ps1 -Name NetLink.New  a script or program of one's own
#   NETNS_KERNEL=linux-image-6.12-amd64 tests/system/other-kernel.sh    another package, or a directory that one was unpacked into
#
# Needs qemu-system-x86_64, a static busybox and, where NETNS_KERNEL is no directory, apt-get and dpkg-deb: the package is
# downloaded and unpacked below output/, not installed. The machine sees the files of this one below an overlay in its memory:
# nothing that runs in it can change them. It has no network card. Only output/other-kernel/result is shared with it.
# No hardware virtualisation is used: everything takes 20 to 50 times as long. The exit code is that of the command.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/output/other-kernel
wanted=${NETNS_KERNEL:-linux-image-amd64}

fail() {
    echo "other-kernel.sh: $1" >&2
    exit 69
}

for tool in qemu-system-x86_64 busybox gzip; do
    command -v $tool >/dev/null || fail "there is no $tool here; on Debian: apt-get install qemu-system-x86 busybox-static"
done
mkdir -p "$work/result" "$work/packages"

if [ -d "$wanted" ]; then
    kernel=$wanted
else
    package=$wanted
    # A package of no content names the one that has it.
    real=$(apt-cache depends "$package" | awk '/Depends: linux-image-[0-9]/ { print $2; exit }')
    package=${real:-$package}
    kernel=$work/$package
    if [ ! -d "$kernel/boot" ]; then
        echo "Downloading $package ..."
        (cd "$work/packages" && apt-get download "$package" >/dev/null) || fail "apt-get did not get $package"
        mkdir -p "$kernel"
        dpkg-deb -x "$work/packages/${package}"_*.deb "$kernel"
    fi
fi
image=$(ls "$kernel"/boot/vmlinuz-* | head -n 1)
release=${image##*/vmlinuz-}
modules=$kernel/lib/modules/$release
[ -d "$modules" ] || modules=$kernel/usr/lib/modules/$release
[ -f "$modules/modules.dep.bb" ] || [ -f "$modules/modules.dep" ] || busybox depmod -b "${modules%/lib/modules/*}" "$release"

# The first file system: a busybox, and what it takes to reach the second.
initial=$work/initial
rm -rf "$initial"
mkdir -p "$initial/bin" "$initial/modules" "$initial/proc" "$initial/sys" "$initial/dev" "$initial/lower" "$initial/rw" "$initial/new"
cp "$(command -v busybox)" "$initial/bin/busybox"
# In the order in which they need each other; a kernel that has one built in, or has not split it off, has no file of it.
for name in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci netfs fscache 9pnet 9pnet_virtio 9p overlay; do
    file=$(find "$modules" -name "$name.ko*" | head -n 1)
    [ -n "$file" ] || continue
    case $file in
        *.xz) xz -dc "$file" >"$initial/modules/$name.ko" ;;
        *.zst) zstd -qdc "$file" >"$initial/modules/$name.ko" ;;
        *) cp "$file" "$initial/modules/$name.ko" ;;
    esac
    echo "$name" >>"$initial/modules/order"
done

cat >"$initial/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
while read -r name; do insmod /modules/$name.ko; done </modules/order
options=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o $options,ro,cache=loose root /lower || echo "other-kernel: the files cannot be reached"
mount -t tmpfs rw /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/lower,upperdir=/rw/upper,workdir=/rw/work overlay /new || echo "other-kernel: there is no overlay"
for place in proc sys dev; do mount --move /$place /new/$place; done
mkdir -p /new/dev/shm /new/dev/pts /new/usr/lib/modules/$(uname -r)
mount -t tmpfs shm /new/dev/shm
mount -t devpts pts /new/dev/pts
mount -t tmpfs -o mode=755 run /new/run
mkdir -p /new/run/netns /new/run/lock /new/run/result
mount -t 9p -o $options,ro,cache=loose modules /new/usr/lib/modules/$(uname -r)
mount -t 9p -o $options result /new/run/result
# The kernel loads what it misses by this program.
mkdir -p /new/usr/sbin
cp /bin/busybox /new/run/busybox
ln -sf /run/busybox /new/usr/sbin/modprobe
ip link set lo up
# What a host with containers has loaded: firewalls of the old kind, bridged packets shown to them. And SCTP, to be published; what it
# needs is named nowhere that this modprobe looks (a softdep).
for name in crc32c_generic br_netfilter iptable_filter iptable_nat ip6table_filter ip6table_nat sctp; do chroot /new /usr/sbin/modprobe -q $name; done
exec switch_root /new /bin/sh /run/result/start.sh
INIT
chmod 755 "$initial/init"
(cd "$initial" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1 >"$work/initial.gz")

# The default: link kinds, bridges with VLANs, SCTP and the store of namespaces, in xunit and Pester.
if [ $# -eq 0 ]; then
    pwsh -NoProfile -File "$root/build.ps1" -Configuration Debug
    dotnet build "$root/tests/units/NetNs.Core.Tests" -v quiet --nologo -clp:NoSummary
    set -- sh "$root/tests/system/other-kernel-default.sh"
fi

quote() {
    for word; do printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")"; done
}

rm -f "$work/result/code"
cat >"$work/result/start.sh" <<START
export PATH='$PATH' HOME='${HOME:-/root}' LANG=C.UTF-8 TERM=dumb TMPDIR=/tmp NO_COLOR=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NETNS_EMULATED=1
cd '$root'
echo "Linux \$(uname -r)"
$(quote "$@")
echo \$? >/run/result/code
sync
/run/busybox poweroff -f
START

begun=$(date +%s)
qemu-system-x86_64 -accel tcg,thread=single,tb-size=512 -cpu max,la57=off -smp 1 -m "${NETNS_MEMORY:-3072}" -nographic -no-reboot -nic none \
    -kernel "$image" -initrd "$work/initial.gz" -append "console=ttyS0 quiet panic=-1 mitigations=off net.ifnames=0" \
    -virtfs "local,path=/,mount_tag=root,security_model=none,readonly=on,multidevs=remap" \
    -virtfs "local,path=$modules,mount_tag=modules,security_model=none,readonly=on" \
    -virtfs "local,path=$work/result,mount_tag=result,security_model=none" </dev/null | tee "$work/result/console.txt"
echo "other-kernel.sh: $(( $(date +%s) - begun )) seconds"
[ -f "$work/result/code" ] || fail "the machine ended without a result"
exit "$(cat "$work/result/code")"
