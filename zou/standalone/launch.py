"""Become another program that ends with its parent and, on request, runs as another user.

Run as a script by `processes.start`, never imported: between fork and exec of a process that has threads, only another program is a safe place for
Python code. Needs nothing but the standard library, so that it starts in milliseconds.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
CAP_VERSION_3, CAP_DAC_OVERRIDE = 0x20080522, 1


def keep_reach(libc: ctypes.CDLL) -> None:
    """Keep the right to pass through folders that only root may enter, although the user is no longer root."""
    header = (ctypes.c_uint32 * 2)(CAP_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(*([1 << CAP_DAC_OVERRIDE] * 3), 0, 0, 0)
    if libc.capset(header, data) or libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0):
        raise OSError(ctypes.get_errno(), "capabilities cannot be kept")


def main(arguments: list[str]) -> None:
    """`launch.py PARENT SIGNAL UID GID REACH COMMAND...`; an empty UID stays who it is."""
    parent, death_signal, uid, gid, reach, *command = arguments
    linux = sys.platform == "linux"
    libc = ctypes.CDLL(None, use_errno=True)
    if uid:
        if linux and reach:
            libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
        if linux and reach:
            keep_reach(libc)
    if linux:
        libc.prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != int(parent):
            sys.exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
