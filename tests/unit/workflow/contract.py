"""Validates exchanges with GitHub against its OpenAPI description.

It is run by the Python that `make contract` installs openapi-core for.

Arguments: the description, and a JSON file of exchanges. Prints what is wrong, a line each.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HOST = "https://api.github.com"
_ENDPOINTS = (
    "/repos/{owner}/{repo}/pulls",
    "/repos/{owner}/{repo}/pulls/{pull_number}",
    "/repos/{owner}/{repo}/pulls/{pull_number}/commits",
    "/repos/{owner}/{repo}/pulls/{pull_number}/comments",
    "/repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    "/repos/{owner}/{repo}/issues/{issue_number}",
    "/repos/{owner}/{repo}/issues/{issue_number}/comments",
    "/repos/{owner}/{repo}/issues/{issue_number}/events",
    "/repos/{owner}/{repo}/issues/{issue_number}/labels",
    "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
)


def read_description(file: Path) -> dict[str, Any]:
    """The description, of the endpoints in use only: the whole would take minutes."""
    whole: dict[str, Any] = json.loads(file.read_text("utf-8"))
    whole["paths"] = {path: whole["paths"][path] for path in _ENDPOINTS}
    for path in whole["paths"].values():
        path.pop("x-github", None)
    return whole


def main(description: str, exchanges: str) -> None:
    from openapi_core import Config, OpenAPI
    from openapi_core.testing import MockRequest, MockResponse

    api = OpenAPI.from_dict(
        read_description(Path(description)), config=Config(spec_validator_cls=None)
    )
    for one in json.loads(Path(exchanges).read_text("utf-8")):
        parts = urlsplit(one["path"])
        request = MockRequest(
            HOST,
            one["method"].lower(),
            parts.path,
            args={key: values[0] for key, values in parse_qs(parts.query).items()},
            headers=one["headers"],
            data=one["body"].encode() if one["body"] else None,
            content_type="application/json",
        )
        response = MockResponse(
            one["answer"].encode(), status_code=one["code"], content_type="application/json"
        )
        for what, check in (
            ("request", partial(api.validate_request, request)),
            ("answer", partial(api.validate_response, request, response)),
        ):
            try:
                check()
            except Exception as error:  # noqa: BLE001 - whatever is wrong is told
                cause = error.__cause__ or error
                errors = [str(e)[:300] for e in getattr(cause, "schema_errors", [])][:3]
                sys.stdout.write(
                    f"{one['method']} {one['path']}: {what}: {cause!s:.300} {errors}\n"
                )


if __name__ == "__main__":
    main(*sys.argv[1:])
