"""The Nu validator finds nothing in our own markup, on every page."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .serving import Host

pytestmark = [pytest.mark.browser, pytest.mark.html]

# Messages that are accepted, with the reason.
ACCEPTED = (
    # Material's drawer, search, table of contents, and sections of the navigation.
    r"Attribute “autocomplete” is only allowed when the input type is",
    r"The value of the “for” attribute of the “label” element must be the ID of a non-hidden",
    r"Bad value “” for attribute “tabindex” on element “label”",
    # It reads files, for which 'self' matches nothing. The browser tests check the policy.
    r"(?:Resource|Inline script) violates Content Security Policy",
    # Python-Markdown's output.
    r"Trailing slash on void elements has no effect",
)


def test_our_markup_is_valid(host: Host) -> None:
    jar = os.environ["SEPS_VNU"]
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", jar, "--format", "json", "--skip-non-html", "."],
        cwd=host.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    messages = json.loads(done.stderr or done.stdout)["messages"]
    accepted = re.compile("|".join(ACCEPTED))
    unknown = [
        f"{message['url'].rpartition('/./')[2]}:{message.get('lastLine')}: {message['message']}\n"
        f"    {message.get('extract', '').strip()!r}"
        for message in messages
        if not accepted.match(message["message"])
    ]
    assert unknown == [], "\n".join(unknown)
    assert messages, "nothing was checked"
