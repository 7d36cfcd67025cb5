"""GitHub's REST interface: what a request's metadata is read from when there is a token.

Endpoints, fields and headers are those of https://docs.github.com/rest (version 2022-11-28):
`GET /repos/{owner}/{repo}/pulls`, `/pulls/{number}` and `/issues/{number}/events`.
"""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Final

from mkdocs_seps import __version__

API: Final = "https://api.github.com"
API_VERSION: Final = "2022-11-28"

_TRIES: Final = 5
_LONGEST_WAIT: Final = 900.0
_TIMEOUT: Final = 60.0
_MOST_BYTES: Final = 32 * 1024 * 1024
_MOST_PAGES: Final = 1000


class GitHubError(RuntimeError):
    """GitHub could not be asked; the message says what was asked and what came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of an answer: its JSON, and the address of the next page."""

    data: object
    next: str


@dataclass(frozen=True, slots=True)
class GitHub:
    """Asks GitHub about one repository (`owner/name`).

    The token goes to `api` alone, in a header, and is part of no message. `sleep` waits between
    tries, `now` tells the time that rate limits are reckoned by.
    """

    repository: str
    token: str
    api: str = API
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        """Refuse to send a token where others can read it."""
        parts = urllib.parse.urlsplit(self.api)
        local = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if parts.scheme != "https" and not (local and parts.scheme == "http"):
            raise GitHubError(f"The interface at {self.api} is not reached over https.")

    def __repr__(self) -> str:
        """Without the token, so that no traceback shows it."""
        return f"GitHub({self.repository!r}, api={self.api!r})"

    def pulls(self) -> Iterator[Mapping[str, object]]:
        """All requests, those that changed last first. Raises GitHubError."""
        query = {"state": "all", "sort": "updated", "direction": "desc", "per_page": "100"}
        yield from self._pages("/pulls", query)

    def pull(self, number: int) -> Mapping[str, object]:
        """One request. Raises GitHubError."""
        answer = self._ask(self._address(f"/pulls/{number}", {})).data
        if not isinstance(answer, dict):
            raise GitHubError(f"GitHub's answer about request {number} is no object.")
        return answer

    def events(self, number: int) -> Iterator[Mapping[str, object]]:
        """What happened to a request, oldest first: labels among it. Raises GitHubError."""
        yield from self._pages(f"/issues/{number}/events", {"per_page": "100"})

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        asked = f"?{urllib.parse.urlencode(query)}" if query else ""
        return f"{self.api.rstrip('/')}/repos/{self.repository}{path}{asked}"

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
        address = self._address(path, query)
        for _ in range(_MOST_PAGES):
            answer = self._ask(address)
            if not isinstance(answer.data, list):
                raise GitHubError(f"GitHub's answer to {path} is no list.")
            yield from (entry for entry in answer.data if isinstance(entry, dict))
            address = answer.next
            if not address:
                return
            if not address.startswith(f"{self.api.rstrip('/')}/"):
                raise GitHubError(f"The next page of {path} is said to be on another host.")
        raise GitHubError(f"There are more than {_MOST_PAGES} pages of {path}.")

    def _ask(self, address: str) -> Answer:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "X-GitHub-Api-Version": API_VERSION,
            "User-Agent": f"mkdocs-seps/{__version__}",
        }
        request = urllib.request.Request(address, headers=headers)  # noqa: S310 - checked above
        opener = urllib.request.build_opener(_SameHost)
        shown = urllib.parse.urlsplit(address).path
        reason = ""
        for attempt in range(_TRIES):
            wait = 2.0**attempt
            try:
                with opener.open(request, timeout=_TIMEOUT) as response:
                    data = response.read(_MOST_BYTES + 1)
                    if len(data) > _MOST_BYTES:
                        raise GitHubError(f"GitHub's answer to {shown} is too long.")
                    return Answer(json.loads(data), _next_page(response.headers.get("Link", "")))
            except urllib.error.HTTPError as error:
                with error:
                    asked = _asked_wait(error, self.now())
                    reason = f"{error.code} {error.reason}"
                if error.code < 500 and error.code != 429 and asked is None:
                    break
                wait = asked if asked is not None else wait
            except (urllib.error.URLError, HTTPException, OSError) as error:
                reason = str(getattr(error, "reason", "") or error)
            except ValueError as error:
                raise GitHubError(f"GitHub's answer to {shown} is no JSON.") from error
            if wait > _LONGEST_WAIT:
                reason = f"{reason}; it asks to wait for {wait:.0f} seconds"
                break
            if attempt < _TRIES - 1:
                self.sleep(wait)
        raise GitHubError(f"GitHub does not answer {shown}: {reason}.")


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect (of a renamed repository) only where the token may go too."""

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
        if (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise GitHubError(f"GitHub redirects {old.path} to another host.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _asked_wait(error: urllib.error.HTTPError, now: float) -> float | None:
    """How long a limited answer asks to wait; None when it is not about limits."""
    if error.code not in (403, 429, 503):
        return None
    after = error.headers.get("Retry-After", "")
    if after.isdecimal():
        return float(after)
    reset = error.headers.get("X-RateLimit-Reset", "")
    if error.headers.get("X-RateLimit-Remaining") == "0" and reset.isdecimal():
        return max(float(reset) - now, 0.0) + 1
    return None


def _next_page(link: str) -> str:
    """The address that a Link header calls next."""
    for part in link.split(","):
        target, _, rest = part.partition(";")
        if 'rel="next"' in rest:
            return target.strip().removeprefix("<").removesuffix(">")
    return ""
