"""Our wheel, and the packages that it needs as Windows has them, by uv."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from release import ReleaseError
from release.runtime import Runtime

_OF_THIS_MACHINE = ("direct_url.json", "uv_cache.json", "uv_build.json", "REQUESTED")


def build_wheel(root: Path, out: Path, when: int) -> Path:
    """The wheel, anew."""
    for old in out.glob("rus_sheets-*.whl"):
        old.unlink()
    _uv("build", "--quiet", "--wheel", "--out-dir", str(out), str(root), SOURCE_DATE_EPOCH=str(when))
    (wheel,) = out.glob("rus_sheets-*.whl")
    return wheel


def install(wheel: Path, site: Path, runtime: Runtime, versions: Path | None = None) -> None:
    """The wheel, what it needs, and the engines that have wheels there, as files in ``site``."""
    fixed = ("--constraints", str(versions)) if versions else ()
    _uv(
        "pip", "install", "--quiet", "--no-config", "--target", str(site), "--link-mode", "copy",
        "--python-platform", runtime.platform, "--python-version", runtime.version, "--only-binary", ":all:",
        *fixed, f"rus-sheets[engines] @ {wheel.resolve().as_uri()}",
    )  # fmt: skip
    tidy(site)


def tidy(site: Path) -> None:
    """Take away what tells of this machine, what is for it, and the tests of others."""
    shutil.rmtree(site / "bin", ignore_errors=True)
    for name in ("tests", "__pycache__"):
        for folder in [path for path in site.rglob(name) if path.is_dir()]:
            shutil.rmtree(folder)
    (site / ".lock").unlink(missing_ok=True)
    for told in site.glob("*.dist-info"):
        for name in _OF_THIS_MACHINE:
            (told / name).unlink(missing_ok=True)
        record = told / "RECORD"
        lines = record.read_text(encoding="utf-8").splitlines()
        kept = sorted(line for line in lines if (site / re.split(r",(?=[^,]*,[^,]*$)", line)[0].strip('"')).is_file())
        record.write_text("\n".join((*kept, "")), encoding="utf-8", newline="\n")
    if lines_run := [path.name for path in site.glob("*.pth")]:
        raise ReleaseError(f"Python in a folder of its own doesn't run {', '.join(lines_run)}; see release/runtime.py.")


def _uv(*words: str, **environment: str) -> None:
    ran = subprocess.run(["uv", *words], env=os.environ | environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise ReleaseError(f"uv {' '.join(words[:2])} failed:\n{ran.stderr.strip()}")
