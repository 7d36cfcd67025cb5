"""The date of a build."""

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The current date, or the date of SOURCE_DATE_EPOCH if it is set."""
    return (source_date() or datetime.now(UTC)).date()


def source_date() -> datetime | None:
    """The time that SOURCE_DATE_EPOCH gives; None if it is not set or not a time."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return moment_of(seconds) if seconds.isdecimal() else None


def moment_of(seconds: str) -> datetime | None:
    """The time of a Unix timestamp in UTC; None if there is no such date."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
