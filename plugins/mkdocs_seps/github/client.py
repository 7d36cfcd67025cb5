"""GitHub's REST interface: what requests say, and the few things that are changed there.

Endpoints and fields are those of https://docs.github.com/rest (version 2022-11-28), for one
repository: `/pulls`, `/pulls/{number}` with `/commits`, `/reviews` and `/comments`,
`/issues/{number}` with `/events`, `/comments` and `/labels`.
"""

import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from mkdocs_seps.github.transport import (
    API,
    API_VERSION,
    Answer,
    GitHubError,
    Transport,
    UnsureError,
)

__all__ = ["API", "API_VERSION", "Answer", "GitHub", "GitHubError"]

_ALL = {"per_page": "100"}
# Whose comments count as our own: anybody can write a mark into theirs.
_TRUSTED = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})


@dataclass(frozen=True, slots=True)
class GitHub:
    """Asks GitHub about one repository (`owner/name`).

    Token, `sleep` and `now` are as for Transport. Every method raises GitHubError.
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
        """All requests, or those that are `open`; those that changed last first."""
        query = {"state": state, "sort": "updated", "direction": "desc", **_ALL}
        yield from self._pages("/pulls", query)

    def pull(self, number: int) -> Mapping[str, object]:
        """One request."""
        answer = self._transport.get(f"/repos/{self.repository}/pulls/{number}")
        if not isinstance(answer, dict):
            raise GitHubError(f"GitHub's response for pull request {number} is not an object.")
        return answer

    def events(self, number: int) -> Iterator[Mapping[str, object]]:
        """What happened to a request, oldest first: labels among it."""
        yield from self._pages(f"/issues/{number}/events", _ALL)

    def comments(self, number: int) -> Iterator[Mapping[str, object]]:
        """The comments in a request's conversation, oldest first."""
        yield from self._pages(f"/issues/{number}/comments", _ALL)

    def reviews(self, number: int) -> Iterator[Mapping[str, object]]:
        """The reviews of a request, oldest first."""
        yield from self._pages(f"/pulls/{number}/reviews", _ALL)

    def review_comments(self, number: int) -> Iterator[Mapping[str, object]]:
        """The comments on a request's lines."""
        yield from self._pages(f"/pulls/{number}/comments", _ALL)

    def commits(self, number: int) -> Iterator[Mapping[str, object]]:
        """The commits of a request, at most 250, as GitHub lists them."""
        yield from self._pages(f"/pulls/{number}/commits", _ALL)

    def add_labels(self, number: int, labels: Iterable[str]) -> None:
        """Add labels to a request; those that it has stay."""
        path = f"/repos/{self.repository}/issues/{number}/labels"
        self._transport.change("POST", path, {"labels": list(labels)})

    def remove_label(self, number: int, label: str) -> None:
        """Remove a label from a request; one that it does not have is no error."""
        name = urllib.parse.quote(label, safe="")
        path = f"/repos/{self.repository}/issues/{number}/labels/{name}"
        try:
            self._transport.change("DELETE", path)
        except GitHubError as error:
            if error.code != 404:
                raise

    def close(self, number: int) -> None:
        """Close a request without merging it."""
        path = f"/repos/{self.repository}/issues/{number}"
        self._transport.change("PATCH", path, {"state": "closed"})

    def comment(self, number: int, text: str) -> None:
        """Comment on a request once: if the answer is lost, the existing comments decide.

        `text` has to differ from every other remark, as by its mark.
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
        raise GitHubError(f"GitHub refused the comment on pull request {number}.")

    def _pages(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
        yield from self._transport.pages(f"/repos/{self.repository}{path}", query)


def is_own(comment: Mapping[str, object]) -> bool:
    """Whether a comment may be one of ours: of an app, or of somebody who may write here."""
    user = comment.get("user")
    kind = user.get("type") if isinstance(user, dict) else ""
    return kind == "Bot" or comment.get("author_association") in _TRUSTED
