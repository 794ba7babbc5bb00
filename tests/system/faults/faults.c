/*
 * Stands between the module and libc, and makes the n-th call (or the n-th netlink message) of an operation fail.
 *
 * The runtime asks FaultInjection.ps1 where "libc" (or "libc.so.6") is for the module's calls, and is led here; what is not below is found in
 * libc itself. One fault is armed at a time. The state is read and written by its layout from PowerShell.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind {
    OFF = 0,
    REFUSE_MESSAGE = 1, /* the kernel gets a message of a type that it does not know, and refuses it */
    NOT_SENT = 2,       /* sendto fails: ENOBUFS */
    ANSWER_LOST = 3,    /* the answer is thrown away: ENOBUFS, as when the queue of the socket overran */
    TIMEOUT = 4,        /* the answer is thrown away: EAGAIN, as after thirty seconds of silence */
    REFUSE_CALL = 5,    /* any other call fails and is not made */
    KILL = 6,           /* kill -9 before a call of any sort */
    PAUSE = 7,          /* waits before a call of any sort until it is told to go on: for Ctrl+C */
    COUNT = 8,          /* counts only */
};

/* FaultInjection.ps1 knows this layout. */
struct {
    _Atomic int kind;
    _Atomic int at;      /* 1 is the first */
    _Atomic int counted; /* calls or messages of the kind so far */
    _Atomic int done;    /* faults injected */
    _Atomic int resume;
    char where[64];      /* which call it was */
} fault_state;

static int counts(int of)
{
    int kind = fault_state.kind;
    return kind == of || ((kind == KILL || kind == PAUSE || kind == COUNT) && of != REFUSE_MESSAGE && of != TIMEOUT && of != ANSWER_LOST) || (kind == TIMEOUT && of == ANSWER_LOST)
        || ((kind == KILL || kind == PAUSE || kind == COUNT) && of == ANSWER_LOST);
}

/* Whether this call is the one. */
static int hit(int of, const char *name)
{
    if (!counts(of) || atomic_fetch_add(&fault_state.counted, 1) + 1 != fault_state.at)
        return 0;
    strncpy(fault_state.where, name, sizeof fault_state.where - 1);
    atomic_fetch_add(&fault_state.done, 1);
    if (fault_state.kind == KILL)
        kill(getpid(), SIGKILL);
    if (fault_state.kind == PAUSE) {
        while (!fault_state.resume)
            usleep(500);
        return 0;
    }
    return 1;
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

#define REAL(name) ((__typeof__(&name))next(#name))

ssize_t sendto(int fd, const void *data, size_t length, int flags, const struct sockaddr *to, socklen_t to_length)
{
    if (fault_state.kind == REFUSE_MESSAGE) {
        static _Thread_local char copy[1 << 20];
        if (length <= sizeof copy) {
            memcpy(copy, data, length);
            for (size_t at = 0; at + sizeof(struct nlmsghdr) <= length;) {
                struct nlmsghdr *header = (struct nlmsghdr *)(copy + at);
                /* Nothing refuses the end of a batch (NFNL_MSG_BATCH_END). */
                if (header->nlmsg_type != 0x11 && hit(REFUSE_MESSAGE, "message")) {
                    snprintf(fault_state.where, sizeof fault_state.where, "message of type 0x%x", header->nlmsg_type);
                    /* rtnetlink has no type of that number, nf_tables no such subsystem */
                    header->nlmsg_type = header->nlmsg_type >= 0x100 || header->nlmsg_type == 0x10 ? 0x0fff : 0x0ff;
                    header->nlmsg_flags |= NLM_F_ACK;
                    header->nlmsg_flags &= ~NLM_F_DUMP;
                }
                at += NLMSG_ALIGN(header->nlmsg_len);
            }
            return REAL(sendto)(fd, copy, length, flags, to, to_length);
        }
    }
    if (hit(NOT_SENT, "sendto")) {
        errno = ENOBUFS;
        return -1;
    }
    return REAL(sendto)(fd, data, length, flags, to, to_length);
}

ssize_t recvfrom(int fd, void *data, size_t length, int flags, struct sockaddr *from, socklen_t *from_length)
{
    if (!hit(ANSWER_LOST, "recvfrom"))
        return REAL(recvfrom)(fd, data, length, flags, from, from_length);
    REAL(recvfrom)(fd, data, length, flags, from, from_length);
    errno = fault_state.kind == TIMEOUT ? EAGAIN : ENOBUFS;
    return -1;
}

#define REFUSABLE(result, name, errors, parameters, arguments) \
    result name parameters                                     \
    {                                                          \
        if (hit(REFUSE_CALL, #name)) {                         \
            errno = errors;                                    \
            return -1;                                         \
        }                                                      \
        return REAL(name) arguments;                           \
    }

REFUSABLE(int, socket, EMFILE, (int domain, int type, int protocol), (domain, type, protocol))
REFUSABLE(int, bind, ENOMEM, (int fd, const struct sockaddr *address, socklen_t length), (fd, address, length))
REFUSABLE(int, setns, EPERM, (int fd, int type), (fd, type))
REFUSABLE(int, unshare, ENOSPC, (int flags), (flags))
REFUSABLE(int, unlink, EROFS, (const char *path), (path))
REFUSABLE(int, mount, ENOMEM, (const char *source, const char *target, const char *type, unsigned long flags, const void *data), (source, target, type, flags, data))
REFUSABLE(int, umount2, EPERM, (const char *target, int flags), (target, flags))
REFUSABLE(int, flock, ENOLCK, (int fd, int operation), (fd, operation))
REFUSABLE(int, fstatfs, EIO, (int fd, struct statfs *status), (fd, status))
REFUSABLE(ssize_t, write, EPERM, (int fd, const void *data, size_t length), (fd, data, length))
REFUSABLE(ssize_t, read, EIO, (int fd, void *data, size_t length), (fd, data, length))
REFUSABLE(int, poll, ENOMEM, (struct pollfd *list, nfds_t count, int timeout), (list, count, timeout))

int open(const char *path, int flags, ...)
{
    __builtin_va_list rest;
    __builtin_va_start(rest, flags);
    mode_t mode = __builtin_va_arg(rest, mode_t);
    __builtin_va_end(rest);
    if (hit(REFUSE_CALL, "open")) {
        errno = EMFILE;
        return -1;
    }
    return REAL(open)(path, flags, mode);
}

/*
 * A copy of this process with the calling thread only, which is killed at its n-th call: a tenth of the time that a fresh
 * process takes. 0 in the copy, the copy's process id in the original. What the copy waits for from a thread that it has not
 * got never comes: it is ended by SIGALRM then.
 */
int fault_fork(int seconds)
{
    int child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        alarm(seconds);
    }
    return child;
}

/* How the copy ended: 0 by fault_leave, else the signal. */
int fault_wait(int child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/* Ends the copy, and nothing else: nothing of the runtime's is told. */
void fault_leave(int code)
{
    _exit(code);
}
