"""The content security policy of a page: nothing but what the site itself brings."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

# What a redirect runs to keep the place within the page, which the browser's own way loses. Every
# page lets it in, since a host may send the policy of one for all.
REDIRECT: Final = (
    'if (location.hash) location.replace(document.querySelector("a").href + location.hash)'
)

_SCRIPT: Final = re.compile(
    r"<script(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE
)
_DATA: Final = re.compile(r"""\stype=["']?(?!text/javascript|module)[\w.+-]+/""", re.IGNORECASE)


def inline_scripts(html: str) -> list[str]:
    """The texts of a page's scripts that run: neither data nor those with an address."""
    return [
        script["text"]
        for script in _SCRIPT.finditer(html)
        if " src=" not in script["attributes"] and not _DATA.search(script["attributes"])
    ]


def policy(scripts: Iterable[str]) -> str:
    """The policy that lets these inline scripts run, and files of the site itself.

    Pictures may come from any https address, since proposals embed them.
    """
    hashes = sorted(
        {
            f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
            for text in (*scripts, REDIRECT)
        }
    )
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self'",
            "img-src 'self' https:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def with_policy(html: str, untrusted: str = "") -> str:
    """The page with its policy as the first thing in its head.

    A script within `untrusted`, the part of the page that a contributor wrote, is not let through.
    """
    trusted = html.replace(untrusted, "") if untrusted else html
    content = policy(inline_scripts(trusted))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return re.sub(r"<head>", lambda head: f"{head[0]}\n{tag}", html, count=1)
