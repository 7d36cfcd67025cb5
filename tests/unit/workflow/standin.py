"""GitHub for one repository, as far as it is used: it refuses what the published one would.

Paths, methods, headers and bodies are written down from https://docs.github.com/rest; `make
contract` holds them against GitHub's own OpenAPI description.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "ghs_secret"
_PATH = re.compile(
    r"/(?P<kind>pulls|issues)/(?P<number>\d+)(?:/(?P<part>[a-z]+)(?:/(?P<name>[^/]+))?)?"
)
_LISTS = {
    ("issues", "comments"),
    ("issues", "events"),
    ("pulls", "reviews"),
    ("pulls", "comments"),
    ("pulls", "commits"),
}


@dataclass
class Pull:
    """A pull request there."""

    head: str = "0" * 40
    state: str = "open"
    author: str = "adapark"
    title: str = "A request"
    labels: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    lists: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def said(self) -> list[str]:
        return [str(one["body"]) for one in self.lists.get(("issues", "comments"), [])]


@dataclass
class GitHubStandIn:
    """`wrong` is what the real one would have refused, `failures` what it answers first."""

    pulls: dict[int, Pull] = field(default_factory=dict)
    failures: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    address: str = ""
    repository: str = "owner/name"
    today: str = "2026-03-01"
    complete: Callable[[str, str, int, object], object] | None = None
    exchanges: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, object]:
        self.asked.append(f"{method} {path}")
        expected = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {TOKEN}",
            "X-GitHub-Api-Version": "2022-11-28",
            **({"Content-Type": "application/json"} if body else {}),
        }
        self.wrong += [f"{k}: {headers.get(k)}" for k, v in expected.items() if headers.get(k) != v]
        parts = urlsplit(path)
        base, _, below = parts.path.partition(self.repository)
        if base == "/repos/" and (method, below) == ("GET", "/pulls"):
            if set(parse_qs(parts.query)) - {"state", "sort", "direction", "per_page", "page"}:
                self.wrong.append(path)
            return 200, [self.pull(n, one) for n, one in self.pulls.items() if one.state == "open"]
        found = _PATH.fullmatch(below) if base == "/repos/" else None
        pull = self.pulls.get(int(found["number"])) if found else None
        if found is None or pull is None:
            return 404, {"message": "Not Found"}
        kind, part, name = found["kind"], found["part"] or "", unquote(found["name"] or "")
        if self.failures and self.failures[0][0] == f"{method} {part}":
            _, code = self.failures.pop(0)
            if code < 0:  # it is done, and the answer gets lost
                self.change(method, part, name, pull, json.loads(body or b"null"))
                return 502, {"message": "Bad Gateway"}
            return code, {"message": "no"}
        if method == "GET" and kind == "pulls" and not part:
            return 200, self.pull(int(found["number"]), pull)
        if method == "GET" and (kind, part) in _LISTS:
            if set(parse_qs(parts.query)) - {"per_page", "page"}:
                self.wrong.append(path)
            return 200, pull.lists.get((kind, part), [])
        if kind != "issues":
            self.wrong.append(f"{method} {path}")
            return 404, {"message": "Not Found"}
        return self.change(method, part, name, pull, json.loads(body or b"null"))

    def change(
        self, method: str, part: str, name: str, pull: Pull, body: Any
    ) -> tuple[int, object]:
        if (method, part) == ("POST", "labels") and set(body) == {"labels"}:
            pull.labels += [label for label in body["labels"] if label not in pull.labels]
            return 200, [{"name": label} for label in pull.labels]
        if (method, part) == ("DELETE", "labels"):
            if name not in pull.labels:
                return 404, {"message": "Label does not exist"}
            pull.labels.remove(name)
            return 200, [{"name": label} for label in pull.labels]
        if (method, part) == ("POST", "comments") and set(body) == {"body"}:
            made = comment(body["body"], self.today, "bot", "Bot", number=len(self.asked))
            pull.lists.setdefault(("issues", "comments"), []).append(made)
            return 201, made
        if (method, part) == ("PATCH", "") and body == {"state": "closed"}:
            pull.state = "closed"
            return 200, {"state": "closed"}
        self.wrong.append(f"{method} {part}: {body}")
        return 422, {"message": "Validation Failed"}

    def pull(self, number: int, pull: Pull) -> dict[str, Any]:
        return {
            "number": number,
            "state": pull.state,
            "title": pull.title,
            "user": {"login": pull.author, "type": "User"},
            "head": {"sha": pull.head},
            "labels": [{"name": label} for label in pull.labels],
            "assignees": [{"login": name} for name in pull.assignees],
        }


def comment(
    body: str, day: str, who: str, kind: str = "User", *, trusted: bool = False, number: int = 1
) -> dict[str, Any]:
    return {
        "id": number,
        "body": body,
        "created_at": f"{day}T12:00:00Z",
        "user": {"login": who, "type": kind},
        "author_association": "MEMBER" if trusted else "NONE",
    }


@contextmanager
def serving(stand_in: GitHubStandIn) -> Iterator[GitHubStandIn]:
    """Answer on 127.0.0.1 while the block runs; then nothing may have been wrong."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            code, answer = stand_in.answer(self.command, self.path, self.headers, body)
            if stand_in.complete:
                answer = stand_in.complete(self.command, self.path, code, answer)
            data = json.dumps(answer).encode()
            stand_in.exchanges.append(
                {
                    "method": self.command,
                    "path": self.path,
                    "headers": {**self.headers, "Authorization": ""},
                    "body": body.decode(),
                    "code": code,
                    "answer": data.decode(),
                }
            )
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = do_PATCH = handle_any  # noqa: N815 - the library's names

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert stand_in.wrong == []
