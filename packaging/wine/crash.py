"""Ends a program by an access violation: `crash.py PROGRAM.EXE`. Runs in the lab's Windows Python."""

import ctypes
import sys
from ctypes import wintypes

SNAPSHOT_OF_PROCESSES = 0x2
ALL_ACCESS = 0x1F0FFF

kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
kernel.OpenProcess.restype = wintypes.HANDLE
kernel.CreateRemoteThread.restype = wintypes.HANDLE


class Entry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("process", wintypes.DWORD),
        ("heap", ctypes.c_size_t),
        ("module", wintypes.DWORD),
        ("threads", wintypes.DWORD),
        ("parent", wintypes.DWORD),
        ("priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
        ("name", wintypes.WCHAR * 260),
    )


def processes(name):
    snapshot = wintypes.HANDLE(kernel.CreateToolhelp32Snapshot(SNAPSHOT_OF_PROCESSES, 0))
    entry = Entry(size=ctypes.sizeof(Entry))
    more = kernel.Process32FirstW(snapshot, ctypes.byref(entry))
    while more:
        if entry.name == name:
            yield entry.process
        more = kernel.Process32NextW(snapshot, ctypes.byref(entry))


(number,) = processes(sys.argv[1])
process = wintypes.HANDLE(kernel.OpenProcess(ALL_ACCESS, False, number))
nowhere = ctypes.c_void_p(0)
# A thread that begins where there is nothing.
if not kernel.CreateRemoteThread(process, None, ctypes.c_size_t(0), nowhere, None, 0, None):
    raise ctypes.WinError(ctypes.get_last_error())
