"""A folder of this machine as a network folder: served by SSH's file server, mounted by sshfs, and cut off at will."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Self

_SERVERS = ("/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/lib/ssh/sftp-server")


def no_network_folder() -> str:
    """Why there can be none here; "" where there can."""
    if not (shutil.which("sshfs") and shutil.which("fusermount3") and _server()):
        return "needs sshfs and sftp-server"
    return "" if os.access("/dev/fuse", os.R_OK | os.W_OK) else "needs /dev/fuse"


def _server() -> str:
    return next((path for path in _SERVERS if Path(path).exists()), "")


class NetworkFolder:
    """``served`` as another computer sees it, at ``here``; the ``with`` mounts it. Locks are each computer's own."""

    def __init__(self, served: Path, here: Path) -> None:
        self.here = here
        self._served = served

    def __enter__(self) -> Self:
        self.here.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.settimeout(10)
            port = listening.getsockname()[1]
            words = ["sshfs", "-f", "-o", f"directport={port},cache=no", f"127.0.0.1:{self._served}", str(self.here)]
            self._mount = subprocess.Popen(words, stderr=subprocess.DEVNULL)
            connection, _ = listening.accept()
        with connection:
            self._server = subprocess.Popen([_server()], stdin=connection, stdout=connection)
        for _ in range(200):
            if self.here.is_mount():
                return self
            time.sleep(0.05)
        self.__exit__()
        raise TimeoutError("the network folder wasn't mounted")

    def cut(self) -> None:
        """Break the connection; what is mounted stays, and answers with errors."""
        self._server.kill()

    def __exit__(self, *_: object) -> None:
        self.cut()
        subprocess.run(["fusermount3", "-u", "-z", str(self.here)], stderr=subprocess.DEVNULL, check=False)
        for process in (self._mount, self._server):
            process.kill()
            process.wait()
