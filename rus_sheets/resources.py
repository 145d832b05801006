"""Where the declarations, Word templates and examples lie: in the checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from rus_sheets.errors import UsageError

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder ``workbook_templates``, ``reports`` or ``examples``."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def declaration_path(name_or_file: str) -> Path:
    """The declaration of that name, or the TOML file itself. Raises UsageError for a name that isn't there."""
    if name_or_file.endswith(".toml"):
        return Path(name_or_file)
    path = folder("workbook_templates") / f"{name_or_file}.toml"
    if not path.is_file():
        known = ", ".join(sorted(path.stem for path in folder("workbook_templates").glob("*.toml")))
        raise UsageError(f"Mallen ”{name_or_file}” finns inte.", remedy=f"Välj bland: {known}.")
    return path
