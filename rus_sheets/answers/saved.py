"""When a returned file was answered, by its own properties or by the time of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping


def answered(properties: Mapping[str, str], file_time: dt.datetime | None) -> str:
    """When the file was answered: its own time, unless that is still the time it was made (ISO, UTC)."""
    return saved(properties) or (utc(file_time) if file_time else "")


def saved(properties: Mapping[str, str]) -> str:
    """When the file says that it was saved last, "" where that is still the time it was made."""
    modified, created = (_time(properties.get(name, "")) for name in ("modified", "created"))
    return modified if modified != created else ""


def utc(time: dt.datetime) -> str:
    """A time as answers tell it; one without a zone is taken to be UTC."""
    aware = time if time.tzinfo else time.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(text: str) -> str:
    try:
        return utc(dt.datetime.fromisoformat(text)) if text else ""
    except ValueError:
        return ""
