"""GitHub's REST API: data of pull requests, and the few changes that commands make.

Endpoints and fields are those of https://docs.github.com/rest (version 2022-11-28), for one
repository: `/pulls`; `/pulls/{number}` with `/commits`, `/reviews`, and `/comments`; and
`/issues/{number}` with `/events`, `/comments`, and `/labels`.
"""

import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_seps.github.errors import GitHubError, UnsureError
from mkdocs_seps.github.transport import API, API_VERSION, Answer, Transport

__all__ = ["API", "API_VERSION", "Answer", "GitHub"]

_ALL = {"per_page": "100"}


@dataclass(frozen=True, slots=True)
class GitHub:
    """A client for one repository (`owner/name`).

    `token`, `sleep`, and `now` are those of `Transport`. Every method raises GitHubError.
    """

    repository: str
    token: str = field(repr=False)
    api: str = API
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    now: Callable[[], float] = field(default=time.time, repr=False)

    def __post_init__(self) -> None:
        """Refuse to send a token where others can read it."""
        _ = self._transport

    @property
    def _transport(self) -> Transport:
        return Transport(self.token, self.api, self.sleep, self.now)

    def pulls(self, state: str = "all") -> Iterator[Mapping[str, object]]:
        """All pull requests, or the `open` ones, most recently changed first."""
        query = {"state": state, "sort": "updated", "direction": "desc", **_ALL}
        yield from self._pages("/pulls", query)

    def pull(self, number: int) -> Mapping[str, object]:
        """One pull request."""
        answer = self._transport.get(f"/repos/{self.repository}/pulls/{number}")
        if not isinstance(answer, dict):
            raise GitHubError(f"GitHub's response for pull request {number} is not an object.")
        return answer

    def events(self, number: int) -> Iterator[Mapping[str, object]]:
        """The events of a pull request, including label changes, oldest first."""
        yield from self._pages(f"/issues/{number}/events", _ALL)

    def comments(self, number: int) -> Iterator[Mapping[str, object]]:
        """The comments in a pull request's conversation, oldest first."""
        yield from self._pages(f"/issues/{number}/comments", _ALL)

    def reviews(self, number: int) -> Iterator[Mapping[str, object]]:
        """The reviews of a pull request, oldest first."""
        yield from self._pages(f"/pulls/{number}/reviews", _ALL)

    def review_comments(self, number: int) -> Iterator[Mapping[str, object]]:
        """The review comments on lines of a pull request's diff."""
        yield from self._pages(f"/pulls/{number}/comments", _ALL)

    def commits(self, number: int) -> Iterator[Mapping[str, object]]:
        """The commits of a pull request; GitHub lists at most 250."""
        yield from self._pages(f"/pulls/{number}/commits", _ALL)

    def add_labels(self, number: int, labels: Iterable[str]) -> None:
        """Add labels to a pull request and keep the existing ones."""
        path = f"/repos/{self.repository}/issues/{number}/labels"
        self._transport.change("POST", path, {"labels": list(labels)})

    def remove_label(self, number: int, label: str) -> None:
        """Remove a label from a pull request; it is not an error if the label is not there."""
        name = urllib.parse.quote(label, safe="")
        path = f"/repos/{self.repository}/issues/{number}/labels/{name}"
        try:
            self._transport.change("DELETE", path)
        except GitHubError as error:
            if error.code != 404:
                raise

    def close(self, number: int) -> None:
        """Close a pull request without merging it."""
        path = f"/repos/{self.repository}/issues/{number}"
        self._transport.change("PATCH", path, {"state": "closed"})

    def comment(self, number: int, text: str) -> None:
        """Comment on a pull request once: if the response is lost, check the existing comments.

        `text` must differ from every other comment, for example by its marker.
        """
        path = f"/repos/{self.repository}/issues/{number}/comments"
        known = {one.get("id") for one in self.comments(number)}
        for _ in range(3):
            try:
                return self._transport.change("POST", path, {"body": text}, again=False)
            except UnsureError:
                new = [one for one in self.comments(number) if one.get("id") not in known]
                if any(one.get("body") == text for one in new):
                    return None
                self.sleep(2.0)
        raise GitHubError(f"GitHub did not post the comment on pull request {number}.")

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
        yield from self._transport.pages(f"/repos/{self.repository}{path}", query)
