"""GitHub's interface, against a stand-in that refuses what the published one does not take.

The endpoints, parameters and headers are those of https://docs.github.com/rest/pulls/pulls and
https://docs.github.com/rest/issues/events.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mkdocs_seps.github.client import GitHub
from mkdocs_seps.github.errors import GitHubError
from mkdocs_seps.github.metadata import is_own
from mkdocs_seps.sync.store import read_snapshot, write_snapshot
from tests.unit.conftest import Taker
from tests.unit.sync.repositories import Upstream, text

pytestmark = pytest.mark.slow

TOKEN = "ghs_secret"
LIST = {
    "state": {"open", "closed", "all"},
    "sort": {"created", "updated", "popularity", "long-running"},
    "direction": {"asc", "desc"},
    "per_page": {str(number) for number in range(1, 101)},
    "page": {str(number) for number in range(1, 10_000)},
}
EVENTS = {"per_page": LIST["per_page"], "page": LIST["page"]}

SECONDARY = "You have exceeded a secondary rate limit."


@dataclass
class StandIn:
    """GitHub for one repository; `wrong` is what the real one would have refused."""

    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    events: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    page_size: int = 2
    address: str = ""
    next_host: str = ""

    def answer(self, path: str, headers: Any) -> tuple[int, dict[str, str], object]:
        self.asked.append(path)
        for name, value in (
            ("Accept", "application/vnd.github+json"),
            ("Authorization", f"Bearer {TOKEN}"),
            ("X-GitHub-Api-Version", "2022-11-28"),
        ):
            if headers.get(name) != value:
                self.wrong.append(f"{name}: {headers.get(name)}")
        if not headers.get("User-Agent"):
            self.wrong.append("no User-Agent")
        if self.failures:
            code, more = self.failures.pop(0)
            return (
                code,
                more,
                {"message": SECONDARY if code == 403 and "X-Secondary" in more else "no"},
            )
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/repos/owner/name/pulls":
            ordered = sorted(
                self.pulls.values(), key=lambda pull: str(pull["updated_at"]), reverse=True
            )
            return self._page(parts.path, query, LIST, list(ordered))
        one = re.fullmatch(r"/repos/owner/name/(pulls|issues)/(\d+)(/events)?", parts.path)
        if one and one[1] == "pulls" and not one[3] and int(one[2]) in self.pulls:
            return 200, {}, self.pulls[int(one[2])]
        if one and one[1] == "issues" and one[3]:
            events = self.events.get(int(one[2]), [])
            return self._page(parts.path, query, EVENTS, events)
        return 404, {}, {"message": "Not Found"}

    def _page(
        self, path: str, query: dict[str, str], known: dict[str, set[str]], found: list[Any]
    ) -> tuple[int, dict[str, str], object]:
        self.wrong += [
            f"{path}: {key}={value}"
            for key, value in query.items()
            if value not in known.get(key, set())
        ]
        page = int(query.get("page", "1"))
        start = (page - 1) * self.page_size
        headers = {}
        if start + self.page_size < len(found):
            rest = "&".join(f"{k}={v}" for k, v in query.items() if k != "page")
            host = self.next_host or self.address
            headers["Link"] = (
                f'<{host}{path}?{rest}&page=1>; rel="prev", '
                f'<{host}{path}?{rest}&page={page + 1}>; rel="next"'
            )
        return 200, headers, found[start : start + self.page_size]


@pytest.fixture
def github() -> Iterator[StandIn]:
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, headers, body = stand_in.answer(self.path, self.headers)
            data = json.dumps(body).encode()
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield stand_in
    server.shutdown()
    server.server_close()
    thread.join()
    assert stand_in.wrong == []


def pull(number: int, updated: str = "2026-02-01T10:00:00Z", **more: object) -> dict[str, Any]:
    return {
        "number": number,
        "state": "open",
        "draft": False,
        "user": {"login": "jane"},
        "labels": [{"name": "SEP"}, {"name": "draft"}],
        "assignees": [{"login": "john"}],
        "created_at": "2026-01-03T10:00:00Z",
        "updated_at": updated,
        "merged_at": None,
        "closed_at": None,
        **more,
    }


def client(github: StandIn, waits: list[float] | None = None) -> GitHub:
    sleep: Callable[[float], None] = ([] if waits is None else waits).append
    return GitHub("owner/name", TOKEN, github.address, sleep=sleep, now=lambda: 1000.0)


def test_metadata_of_requests_with_proposals(
    github: StandIn, upstream: Upstream, take: Taker
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    upstream.request(32, {"seps/32-x.md": text(32)}, is_open=False)
    upstream.request(33, {"src.py": "x"})
    github.pulls = {
        31: pull(31),
        32: pull(32, state="closed", closed_at="2026-01-30T00:00:00Z", draft=True, user=None),
        33: pull(33, "2026-03-01T10:00:00Z"),
        **{number: pull(number) for number in range(40, 45)},
    }
    github.events[31] = [
        {"event": "labeled", "created_at": "2026-01-04T09:00:00Z", "label": {"name": "proposal"}},
        {"event": "labeled", "created_at": "2026-01-05T09:00:00Z", "label": {"name": "bug"}},
        {"event": "unlabeled", "created_at": "2026-01-06T09:00:00Z", "label": {"name": "proposal"}},
        {"event": "labeled", "created_at": "2026-01-06T23:30:00-05:00", "label": {"name": "draft"}},
    ]
    snapshot = take(client(github))
    one, two = snapshot.requests
    assert (one.state, one.draft, one.author, one.labels, one.assignees) == (
        "open",
        False,
        "jane",
        ("SEP", "draft"),
        ("john",),
    )
    assert (two.state, two.draft, two.author, two.closed) == (
        "closed",
        True,
        "",
        "2026-01-30T00:00:00Z",
    )
    assert [(e.date, e.status, e.source) for e in one.label_events] == [
        (date(2026, 1, 4), "Awaiting sponsor", "label"),
        (date(2026, 1, 7), "Draft", "label"),
    ]
    assert snapshot.metadata == "github"
    assert snapshot.date == date(2026, 2, 1)
    assert not any("/33" in path for path in github.asked)


def test_a_second_run_asks_only_for_what_changed(
    github: StandIn, upstream: Upstream, take: Taker
) -> None:
    for number in range(31, 39):
        upstream.request(number, {f"seps/{number}-x.md": text(number)})
        github.pulls[number] = pull(number, f"2026-02-{number - 20}T10:00:00Z")
    first = take(client(github))
    github.asked.clear()
    github.pulls[33] = pull(33, "2026-03-01T10:00:00Z", state="closed")
    second = take(client(github), before=first)
    assert [r.state for r in second.requests].count("closed") == 1
    assert len([path for path in github.asked if "/pulls?" in path]) == 2
    assert [path for path in github.asked if "/events" in path] == [
        "/repos/owner/name/issues/33/events?per_page=100"
    ]
    assert take(client(github)) == second


def test_limits_and_outages_are_waited_for(github: StandIn) -> None:
    github.pulls[31] = pull(31)
    github.failures = [
        (502, {}),
        (429, {"Retry-After": "7"}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1030"}),
    ]
    waits: list[float] = []
    assert [p["number"] for p in client(github, waits).pulls()] == [31]
    assert waits == [1.0, 7.0, 31.0]


def test_a_limit_that_names_no_time_is_waited_for_a_minute(github: StandIn) -> None:
    github.pulls[31] = pull(31)
    github.failures = [(429, {}), (403, {"X-Secondary": "yes"})]
    waits: list[float] = []
    assert client(github, waits).pull(31)["number"] == 31
    assert waits == [60.0, 60.0]


@pytest.mark.parametrize(
    ("failures", "message"),
    [
        ([(401, {})], "refuses .*401 Unauthorized. GITHUB_TOKEN is not valid or has expired"),
        (
            [(403, {})],
            r"refuses .*403 Forbidden \(no\)\. Check the permissions of GITHUB_TOKEN",
        ),
        (
            [(404, {})],
            "refuses .*404 Not Found. Check that it exists and that GITHUB_TOKEN has access",
        ),
        ([(500, {})] * 9, "does not respond .*500"),
        ([(429, {"Retry-After": "9999"})], "retry after 9999"),
    ],
)
def test_what_cannot_be_had_is_said_without_the_token(
    github: StandIn, failures: list[tuple[int, dict[str, str]]], message: str
) -> None:
    github.failures = failures
    with pytest.raises(GitHubError, match=message) as error:
        list(client(github).pulls())
    assert TOKEN not in f"{error.value!r} {client(github)!r}"


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f"{TOKEN} x", "ghs_\u2026"])
def test_a_token_that_cannot_be_sent_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(GitHubError) as error:
        GitHub("owner/name", token)
    assert str(error.value) == (
        "GITHUB_TOKEN contains a space, a line break, or another invalid character. Set it again."
    )


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_change_in_a_renamed_repository_is_not_taken_for_done(github: StandIn, code: int) -> None:
    github.failures = [(code, {"Location": f"{github.address}/repositories/1/issues/31"})]
    with pytest.raises(GitHubError) as error:
        client(github).add_labels(31, ["draft"])
    assert str(error.value) == (
        "GitHub redirects /repos/owner/name/issues/31/labels, because the repository was "
        "renamed. Correct `repository` in mkdocs.yml."
    )


def test_the_token_goes_to_no_other_host(github: StandIn) -> None:
    github.pulls = {number: pull(number) for number in range(31, 36)}
    github.next_host = "http://localhost:1"
    with pytest.raises(GitHubError, match="another host"):
        list(client(github).pulls())
    github.failures = [(302, {"Location": "http://localhost:1/x"})]
    with pytest.raises(GitHubError, match="another host"):
        client(github).pull(31)
    with pytest.raises(GitHubError, match="https"):
        GitHub("owner/name", TOKEN, "http://api.example.org")


def test_a_comment_with_a_malformed_association_is_not_ours() -> None:
    assert not is_own({"author_association": ["OWNER"], "user": {"type": "User"}})


def test_malformed_values_from_github_do_not_make_the_snapshot_unreadable(
    github: StandIn, upstream: Upstream, take: Taker, tmp_path: Path
) -> None:
    upstream.request(31, {"seps/31-x.md": text(31)})
    github.pulls[31] = pull(31, closed_at="soon", user={"login": "a\0b"})
    snapshot = take(client(github))
    write_snapshot(snapshot, tmp_path / "snapshot")
    assert read_snapshot(tmp_path / "snapshot") == snapshot
    (request,) = snapshot.requests
    assert (request.closed, request.author) == ("", "a\ufffdb")
