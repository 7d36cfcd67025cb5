"""The content security policy of a page: only the site's own resources."""

import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from html import unescape
from typing import Final
from urllib.parse import urlsplit

# The script of a redirect page. It keeps the fragment of the URL, which a redirect without a script
# loses. Every page allows it, so that a host can send one policy for all pages.
REDIRECT: Final = (
    'if (location.hash) location.replace(document.querySelector("a").href + location.hash)'
)

_SCRIPT: Final = re.compile(
    r"<script(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</script>", re.DOTALL | re.IGNORECASE
)
_STYLE: Final = re.compile(r"<style(?:\s[^>]*)?>(?P<text>.*?)</style>", re.DOTALL | re.IGNORECASE)
# Resources, other than images, that a page loads from other origins.
_LOADED: Final = re.compile(
    r"""<(?:script|iframe)\s[^>]*?\bsrc=["']?(?P<address>(?:https?:)?//[^"'\s>]+)""", re.IGNORECASE
)
_LINK: Final = re.compile(
    r"""<link\s(?=[^>]*\brel=["']?(?:stylesheet|preconnect)\b)[^>]*?"""
    r"""\bhref=["']?(?P<address>(?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"""["'](?P<address>https://[^"'\s]+[./]js\b)""")
_HANDLER: Final = re.compile(r"<[a-z][^<>]*?\s(on[a-z]+)=", re.IGNORECASE)
_DATA: Final = re.compile(r"""\stype=["']?(?!text/javascript|module)[\w.+-]+/""", re.IGNORECASE)


def inline_scripts(html: str) -> list[str]:
    """The code of a page's inline scripts, except data and scripts with a URL."""
    return [
        script["text"]
        for script in _SCRIPT.finditer(html)
        if " src=" not in script["attributes"] and not _DATA.search(script["attributes"])
    ]


def policy(scripts: Iterable[str], styles: Iterable[str] = (), allowed: Sequence[str] = ()) -> str:
    """The policy that allows these inline scripts and styles, and files of the site itself.

    Images can come from any https URL, because proposals embed them; scripts, styles, fonts,
    requests, and frames can also come from the `allowed` origins.
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *_hashes((*scripts, REDIRECT)), *allowed)),
            " ".join(("style-src 'self'", *_hashes(styles), *allowed)),
            "img-src 'self' https:",
            " ".join(("font-src 'self'", *allowed)),
            " ".join(("connect-src 'self'", *allowed)),
            *([f"frame-src {' '.join(allowed)}"] if allowed else []),
            "worker-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def with_policy(html: str, untrusted: str = "", allowed: Sequence[str] = ()) -> str:
    """The page with its policy as the first thing in its head.

    A script inside `untrusted`, the part of the page that a contributor wrote, is not allowed.
    """
    trusted = _trusted(html, untrusted)
    styles = [style["text"] for style in _STYLE.finditer(trusted)]
    content = policy(inline_scripts(trusted), styles, allowed)
    tag = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    return re.sub(r"<head>", lambda head: f"{head[0]}\n{tag}", html, count=1)


def refused(html: str, untrusted: str = "", allowed: Collection[str] = ()) -> set[str]:
    """The resources and handlers of a page that the policy blocks, as text for messages.

    Resources in contributors' text do not count. In scripts, only URLs of other scripts count,
    because any other URL may just be a link.
    """
    trusted = _trusted(html, untrusted)
    scripts = "\n".join(inline_scripts(trusted))
    places = ((_LOADED, trusted), (_LINK, trusted), (_QUOTED, scripts))
    addresses = [found["address"] for form, text in places for found in form.finditer(text)]
    found = {_origin(address) for address in addresses} - {""}
    kept = {origin for origin in found if not any(_matches(origin, pattern) for pattern in allowed)}
    handlers = {f"inline `{name}` handlers" for name in _HANDLER.findall(trusted)}
    return kept | handlers


def _trusted(html: str, untrusted: str) -> str:
    return html.replace(untrusted, "") if untrusted else html


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = {b64encode(sha256(text.encode()).digest()).decode() for text in texts}
    return sorted(f"'sha256-{digest}'" for digest in digests)


def _origin(address: str) -> str:
    try:
        parts = urlsplit(unescape(address))
    except ValueError:
        return ""
    return f"https://{parts.netloc}" if parts.netloc else ""


def _matches(origin: str, pattern: str) -> bool:
    """Whether an origin matches the allowed one, which can start with `*.`."""
    host, allowed = (text.removeprefix("https://").lower() for text in (origin, pattern))
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed
