"""The date of a build."""

import os
from datetime import UTC, date, datetime


def today() -> date:
    """The date of the build: that of SOURCE_DATE_EPOCH if it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).date()
