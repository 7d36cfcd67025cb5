"""HTTP for GitHub's REST API: headers, limits, retries, pages.

It follows https://docs.github.com/rest/using-the-rest-api (version 2022-11-28).
"""

import json
import logging
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Final

from mkdocs_seps._version import __version__
from mkdocs_seps.github.errors import GitHubError, UnsureError

log = logging.getLogger(__name__)

API: Final = "https://api.github.com"
API_VERSION: Final = "2022-11-28"

_TRIES: Final = 5
_LONGEST_WAIT: Final = 900.0
_TIMEOUT: Final = 60.0
_MOST_BYTES: Final = 32 * 1024 * 1024
_MOST_PAGES: Final = 1000
# GitHub requires one second between requests that change something.
_PAUSE: Final = 1.0
# Checked here, because the library's error message for an invalid header shows the token.
_TOKEN: Final = re.compile(r"[!-~]+")
# The wait that GitHub recommends if a rate-limit response does not specify one.
_MINUTE: Final = 60.0
_ADVICE: Final = {
    401: "GITHUB_TOKEN is not valid or has expired.",
    403: (
        "Check the permissions of GITHUB_TOKEN: `pull-requests: read`, or `pull-requests: write` "
        "for labels and comments."
    ),
    404: "Check that it exists and that GITHUB_TOKEN has access to it.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of a response: its JSON, and the URL of the next page."""

    data: object
    next: str


@dataclass(frozen=True, slots=True)
class Transport:
    """Sends requests to GitHub.

    The token is sent only to `api`, in a header, and is never part of a message. `sleep` waits
    between attempts; `now` returns the time for rate limits.
    """

    token: str
    api: str = API
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        """Refuse to send a token over an insecure connection, or an invalid token."""
        parts = urllib.parse.urlsplit(self.api)
        local = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if parts.scheme != "https" and not (local and parts.scheme == "http"):
            raise GitHubError(f"The API URL {self.api} must use https.")
        if not _TOKEN.fullmatch(self.token):
            raise GitHubError(
                "GITHUB_TOKEN contains a space, a line break, or another invalid "
                "character. Set it again."
            )

    def __repr__(self) -> str:
        """Without the token, so that no traceback shows it."""
        return f"Transport(api={self.api!r})"

    def get(self, path: str) -> object:
        """Get one response. Raises GitHubError."""
        return self._ask("GET", self._address(path, {})).data

    def pages(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
        """Get every entry of a list, page by page. Raises GitHubError."""
        address = self._address(path, query)
        for _ in range(_MOST_PAGES):
            answer = self._ask("GET", address)
            if not isinstance(answer.data, list):
                raise GitHubError(f"GitHub's response to {path} is not a list.")
            yield from (entry for entry in answer.data if isinstance(entry, dict))
            address = answer.next
            if not address:
                return
            if not address.startswith(f"{self.api.rstrip('/')}/"):
                raise GitHubError(f"The next page of {path} is on another host.")
        raise GitHubError(f"There are more than {_MOST_PAGES} pages of {path}.")

    def change(self, method: str, path: str, body: object = None, *, again: bool = True) -> None:
        """Send a change. Raises GitHubError.

        `again` means that the request can safely be repeated. If it cannot, and GitHub does not
        say whether it made the change, raises UnsureError.
        """
        data = None if body is None else json.dumps(body).encode()
        self._ask(method, self._address(path, {}), data, again=again)
        self.sleep(_PAUSE)

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        asked = f"?{urllib.parse.urlencode(query)}" if query else ""
        return f"{self.api.rstrip('/')}{path}{asked}"

    def _request(self, method: str, address: str, data: bytes | None) -> urllib.request.Request:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "X-GitHub-Api-Version": API_VERSION,
            "User-Agent": f"mkdocs-seps/{__version__}",
        }
        if data is not None:
            headers["Content-Type"] = "application/json"
        return urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - checked

    def _ask(
        self, method: str, address: str, data: bytes | None = None, *, again: bool = True
    ) -> Answer:
        request = self._request(method, address, data)
        opener = urllib.request.build_opener(_SameHost)
        shown = urllib.parse.urlsplit(address).path
        log.debug("%s %s", method, address)
        reason, code = "", 0
        for attempt in range(_TRIES):
            wait = 2.0**attempt
            try:
                with opener.open(request, timeout=_TIMEOUT) as response:
                    return _answer(response.read(_MOST_BYTES + 1), response.headers, shown)
            except urllib.error.HTTPError as error:
                with error:
                    said = _said(error)
                    asked = _asked_wait(error, said, self.now())
                    reason, code = f"{error.code} {error.reason}{said}", error.code
                if error.code < 500 and asked is None:
                    break
                wait = asked if asked is not None else wait
                refused = asked is not None
            except (urllib.error.URLError, HTTPException, OSError) as error:
                reason, code, refused = str(getattr(error, "reason", "") or error), 0, False
            if not (again or refused):
                raise UnsureError(f"GitHub did not respond to {method} {shown}: {reason}.", code)
            if wait > _LONGEST_WAIT:
                reason = f"{reason}; retry after {wait:.0f} seconds"
                break
            if attempt < _TRIES - 1:
                self.sleep(wait)
        does = "refuses" if 400 <= code < 500 else "does not respond"
        raise GitHubError(
            f"GitHub {does} {shown}: {reason}. {_ADVICE.get(code, '')}".rstrip(), code
        )


def _answer(data: bytes, headers: HTTPMessage, shown: str) -> Answer:
    if len(data) > _MOST_BYTES:
        raise GitHubError(f"GitHub's response to {shown} is too long.")
    try:
        return Answer(json.loads(data) if data else None, _next_page(headers.get("Link", "")))
    except ValueError as error:
        raise GitHubError(f"GitHub's response to {shown} is not valid JSON.") from error


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects of renamed repositories, but only to read, and only on the same host."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if req.get_method() == "GET" and (old.scheme, old.netloc) == (new.scheme, new.netloc):
            return super().redirect_request(req, fp, code, msg, headers, newurl)
        fp.close()
        if req.get_method() != "GET":  # the library would repeat this as a GET, and report success
            raise GitHubError(
                f"GitHub redirects {old.path}, because the repository was renamed. Correct "
                "`repository` in "
                "mkdocs.yml."
            )
        raise GitHubError(f"GitHub redirects {old.path} to another host.")


def _said(error: urllib.error.HTTPError) -> str:
    """GitHub's reason if the status code is not specific, for example for a locked conversation."""
    if error.code not in (403, 422):
        return ""
    try:
        found = json.loads(error.read(_MOST_BYTES))
    except (ValueError, OSError, HTTPException):
        return ""
    message = found.get("message") if isinstance(found, dict) else None
    return f" ({' '.join(message.split())[:200]})" if isinstance(message, str) else ""


def _asked_wait(error: urllib.error.HTTPError, said: str, now: float) -> float | None:
    """How long a rate-limited response asks to wait; None for any other response."""
    if error.code not in (403, 429, 503):
        return None
    after = error.headers.get("Retry-After", "")
    if after.isdecimal():
        return float(after)
    reset = error.headers.get("X-RateLimit-Reset", "")
    if error.headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(float(reset) - now, 0.0) + 1
    if error.code == 429 or (error.code == 403 and "rate limit" in said):
        return _MINUTE
    return None


def _next_page(link: str) -> str:
    """The URL of the next page in a Link header."""
    for part in link.split(","):
        target, _, rest = part.partition(";")
        if 'rel="next"' in rest:
            return target.strip().removeprefix("<").removesuffix(">")
    return ""
