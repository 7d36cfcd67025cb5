"""The JSON Schema of mkdocs.yml for editors: the plugin's options and their meaning."""

import json
from collections.abc import Mapping
from typing import Any, Final

from mkdocs_seps.config.settings import CLOSED, DEFAULTS, DRAFTS, REPOSITORY

_PATH: Final = {"type": "string", "pattern": r"^/?[\w-][\w.-]*(/[\w-][\w.-]*)*/?$"}
_EXEMPTION: Final = {
    "type": "object",
    "required": ["rule", "seps", "reason"],
    "additionalProperties": False,
    "properties": {
        "rule": {"type": "string", "description": "Name or code of the rule."},
        "seps": {
            "description": "Numbers or file names.",
            "type": ["array", "integer", "string"],
            "items": {"type": ["integer", "string"]},
        },
        "reason": {"type": "string", "description": "Why the rule does not apply."},
    },
}
_POLICY: Final = {
    "type": ["boolean", "object"],
    "additionalProperties": False,
    "properties": {
        "allow": {
            "description": "Origins that pages may load from.",
            "type": ["array", "string"],
            "items": {"type": "string", "pattern": "^https://"},
        }
    },
}

OPTIONS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "seps_dir": (
        "Directory of the proposals, relative to mkdocs.yml, outside docs_dir.",
        {"type": "string", "minLength": 1},
    ),
    "process": (
        "TOML file that describes the process. By default, the built-in process.",
        {"type": "string"},
    ),
    "path": ("Path of the index and the pages in the site.", _PATH),
    "drafts": (
        "When proposals without a number have pages: serve (in the preview), always, or never.",
        {"enum": [*DRAFTS]},
    ),
    "repository": (
        "Repository (owner/name) of the pull requests; by default, from process, repo_url, or git.",
        {"type": "string", "pattern": f"^({REPOSITORY.pattern})?$"},
    ),
    "branch": (
        "Branch for links to files on GitHub, and to the source if edit_uri is not set.",
        {"type": "string", "minLength": 1},
    ),
    "site_links": (
        "Base URL for links such as /x that are not pages of this site.",
        {"type": "string", "pattern": "^(https?://.+)?$"},
    ),
    "institution": (
        "Institution in citations. By default, the name of the site.",
        {"type": "string"},
    ),
    "maintainers": (
        "File with the list of maintainers, to check sponsors.",
        {"type": "string"},
    ),
    "history": ("Whether to read the history of each proposal from git.", {"type": "boolean"}),
    "snapshot": (
        "Directory of the snapshot that seps sync takes.",
        {"type": "string", "minLength": 1},
    ),
    "closed": (
        "Whether to show or hide proposals whose pull request was closed without merging.",
        {"enum": [*CLOSED]},
    ),
    "releases": (
        (
            "TOML file with the proposals of each specification version. By default, the "
            "changelogs in the snapshot."
        ),
        {"type": "string"},
    ),
    "strings": (
        "TOML file with strings that replace the built-in ones on pages.",
        {"type": "string"},
    ),
    "exempt": ("Exemptions from rules.", {"type": "array", "items": _EXEMPTION}),
    "baseline": (
        "File of known findings to ignore, written by seps check --write-baseline.",
        {"type": "string"},
    ),
    "aliases": (
        "Other paths that redirect to the pages.",
        {"type": "array", "items": _PATH},
    ),
    "csp": ("Whether pages have a content security policy, or what it allows.", _POLICY),
    "cards": (
        "Whether to draw the images that other sites show next to a link.",
        {"type": "boolean"},
    ),
}


def options_schema() -> dict[str, Any]:
    """The schema of the plugin's own block."""
    return {
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            name: {"description": text, "default": DEFAULTS[name], **schema}
            for name, (text, schema) in OPTIONS.items()
        },
    }


def configuration_schema() -> str:
    """The schema of a whole mkdocs.yml; everything outside the plugin's options is allowed."""
    block = {"type": "object", "properties": {"seps": {"$ref": "#/$defs/seps"}}}
    listed = {"type": "array", "items": {"anyOf": [{"type": "string"}, block]}}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mkdocs.yml with the seps plugin",
        "type": "object",
        "properties": {"plugins": {"anyOf": [listed, block]}},
        "$defs": {"seps": options_schema()},
    }
    return json.dumps(document, indent=1) + "\n"
