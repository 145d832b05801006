"""A Windows job: processes that have a limit in common and end together, with all that they have started.

https://learn.microsoft.com/windows/win32/procthread/job-objects
"""

from __future__ import annotations

import subprocess
import sys

STARTED_STILL = 0x4 if sys.platform == "win32" else 0  # CREATE_SUSPENDED
"""For ``Popen``: the process does nothing until its ``Family`` is made, so that nothing that it starts escapes."""

if sys.platform == "win32":
    import ctypes
    from ctypes.wintypes import DWORD, HANDLE, UINT

    _EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY, _END_TOGETHER = 0x100, 0x2000  # JOB_OBJECT_LIMIT_PROCESS_MEMORY, _KILL_ON_JOB_CLOSE

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

    def _kernel() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32")
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = HANDLE
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
        kernel.SetInformationJobObject.argtypes = (HANDLE, ctypes.c_int, ctypes.c_void_p, DWORD)
        kernel.AssignProcessToJobObject.argtypes = (HANDLE, HANDLE)
        kernel.TerminateJobObject.argtypes = (HANDLE, UINT)
        kernel.CloseHandle.argtypes = (HANDLE,)
        return kernel

    def _job(kernel: ctypes.WinDLL, limits: _ExtendedLimits) -> int | None:
        """A new job with those limits; None where the system takes none."""
        job: int | None = kernel.CreateJobObjectW(None, None)
        taken = job and kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        return job if taken else None

    def bound_memory(most: int) -> bool:
        """Let this process have that many bytes at most; False where the system doesn't take the limit.

        The job has this process alone, and lasts as long as it.
        """
        kernel = _kernel()
        job = _job(kernel, _ExtendedLimits(limit_flags=_PROCESS_MEMORY, process_memory=most))
        return bool(job and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess()))

    class Family:
        """A process that was ``STARTED_STILL``, let go, and all that it starts: they end with this one too."""

        def __init__(self, process: subprocess.Popen[bytes]) -> None:
            self._kernel = _kernel()
            self._job = _job(self._kernel, _ExtendedLimits(limit_flags=_END_TOGETHER))
            handle = int(process._handle)  # type: ignore[attr-defined]  # noqa: SLF001 - Popen has no other
            if self._job:
                self._kernel.AssignProcessToJobObject(self._job, handle)
            resume = ctypes.WinDLL("ntdll").NtResumeProcess
            resume.argtypes = (HANDLE,)
            resume(handle)

        def end(self) -> None:
            """End what is left of them."""
            if self._job:
                self._kernel.TerminateJobObject(self._job, 1)
                self._kernel.CloseHandle(self._job)
                self._job = None
