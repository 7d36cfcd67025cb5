"""The schema of mkdocs.yml says what the settings accept."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from mkdocs_seps.config.schema import OPTIONS, configuration_schema
from mkdocs_seps.config.settings import DEFAULTS, Settings, SettingsError
from tests.support.projects import ROOT

VALIDATOR = Draft202012Validator(json.loads(configuration_schema()))


def is_valid(options: object) -> bool:
    return VALIDATOR.is_valid({"plugins": ["search", {"seps": options}]})


def test_it_is_a_schema_of_every_option() -> None:
    Draft202012Validator.check_schema(json.loads(configuration_schema()))
    assert list(OPTIONS) == list(DEFAULTS), "OPTIONS of config/schema.py differs from DEFAULTS"


def test_the_defaults_and_this_project_are_valid() -> None:
    assert is_valid(dict(DEFAULTS))
    assert is_valid(None)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "")
    options = next(one["seps"] for one in yaml.safe_load(text)["plugins"] if "seps" in one)
    known = {
        k: v for k, v in options.items() if not isinstance(v, list) or k in ("exempt", "aliases")
    }
    assert is_valid(known)
    assert VALIDATOR.is_valid({"plugins": {"seps": {"drafts": "always"}, "search": {}}})
    assert VALIDATOR.is_valid({"site_name": "x", "theme": {"name": "material"}})


@pytest.mark.parametrize(
    "options",
    [
        {"drafts": "sometimes"},
        {"repository": "nowhere"},
        {"branch": 1},
        {"history": "yes"},
        {"exempt": [{"rule": "x"}]},
        {"exempt": "x"},
        {"aliases": "seps"},
        {"csp": {"deny": []}},
        {"site_links": "ftp://example.org"},
        {"path": "a b"},
        {"sepsdir": "x"},
    ],
)
def test_what_the_settings_refuse_is_not_valid(tmp_path: Path, options: dict[str, object]) -> None:
    (tmp_path / "seps").mkdir()
    with pytest.raises(SettingsError):
        Settings.of(options, tmp_path)
    assert not is_valid(options)
