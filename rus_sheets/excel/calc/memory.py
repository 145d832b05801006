"""How much memory this process may have: a limit on Unix, a job on Windows."""

from __future__ import annotations

import contextlib
import sys


def bound(most: int) -> bool:
    """Let this process have that many bytes at most; False where the system doesn't take the limit.

    A system may take it and not hold it, as Wine does.
    """
    if sys.platform == "win32":
        from rus_sheets.process_job import bound_memory  # noqa: PLC0415 - only there

        return bound_memory(most)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Unix has it

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        return True
    return False
