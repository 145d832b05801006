"""``python -m tools.maker`` writes the templates in ``reports/`` anew."""

from __future__ import annotations

from rus_sheets.resources import folder
from tools.maker.templates import templates


def main() -> None:
    """Write each template to its file."""
    target = folder("reports")
    for name, content in templates().items():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main()
