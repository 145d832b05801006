"""What the exchange is tried on."""

from tests.cli.conftest import workbook

__all__ = ["workbook"]
