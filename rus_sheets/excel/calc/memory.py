"""How much memory this process may have: a limit on Unix, a job object on Windows."""

from __future__ import annotations

import contextlib
import sys


def bound(most: int) -> bool:
    """Let this process have that many bytes at most; False where the system doesn't take the limit.

    A system may take it and not hold it, as Wine does.
    """
    if sys.platform == "win32":
        return _job(most)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Unix has it

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        return True
    return False


if sys.platform == "win32":
    import ctypes
    from ctypes.wintypes import DWORD, HANDLE

    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY

    class _ExtendedLimits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, with the structures within it laid out flat.

        https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-jobobject_extended_limit_information
        """

        _fields_ = (
            ("per_process_time", ctypes.c_int64),
            ("per_job_time", ctypes.c_int64),
            ("limit_flags", DWORD),
            ("minimum_working_set", ctypes.c_size_t),
            ("maximum_working_set", ctypes.c_size_t),
            ("active_processes", DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority_class", DWORD),
            ("scheduling_class", DWORD),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    def _job(most: int) -> bool:
        """The job has this process alone, and lasts as long as it."""
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
        kernel.SetInformationJobObject.argtypes = (HANDLE, ctypes.c_int, ctypes.c_void_p, DWORD)
        kernel.AssignProcessToJobObject.argtypes = (HANDLE, HANDLE)
        limits = _ExtendedLimits(limit_flags=_PROCESS_MEMORY, process_memory=most)
        job = kernel.CreateJobObjectW(None, None)
        return bool(
            job
            and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
            and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
        )
