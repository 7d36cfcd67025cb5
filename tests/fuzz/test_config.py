"""Properties of the functions that read the configuration and processes."""

import json
import re
import tempfile
from contextlib import nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.file import (
    child_of,
    exemption_places,
    find_config,
    on_disk,
    parse_document,
    read_config,
    read_document,
    require_outside_docs,
)
from mkdocs_seps.config.insertion import entry, has_plugin, with_plugin
from mkdocs_seps.config.process_file import ProcessError, read_tables
from mkdocs_seps.config.process_keys import KEYS, process_schema
from mkdocs_seps.config.processes import parse_process, read_process
from mkdocs_seps.config.releases import read_releases
from mkdocs_seps.config.schema import configuration_schema, options_schema
from mkdocs_seps.config.settings import (
    DEFAULTS,
    SettingsError,
    configured_process,
    is_repository,
)
from mkdocs_seps.config.strings import read_strings
from mkdocs_seps.config.toml import TomlError, read_toml
from mkdocs_seps.markdown.escape import yaml_value

from .strategies import FILES, SETTINGS, TEXTS, few, joined

# Pieces of YAML, some of which look like values that do not exist.
YAML = st.lists(
    st.sampled_from([
        "plugins:", "- ", "seps:", "seps", "exempt:", "rule: x", "search", "site_name: ", "a: ",
        "{", "}", "[", "]", ", ", "&x ", "*x", "!ENV ",
        "!!int ", "!!bool ", "!!float ", "!!timestamp ",
        "!!python/name:x ", "2026-99-99", "''", "'", '"', "#", "<<: ", "? ", "|", "INHERIT: ", "\n",
        "\n  ", "\n    ", "[" * 500, "\r\n", "\t", "---",
    ])
    | st.text(max_size=3),
    max_size=12,
).map("".join)  # fmt: skip
TOML = FILES | st.lists(
    st.sampled_from([
        "a", "b", " = ", "1", "'x'", "[", "]", "[a]", "[[a]]", '["2026-01-01"]', "seps", "source",
        "https://x", "{", "}", "\n", "2026-99-99", "[" * 999, "9" * 5000, "true", "#",
    ]),
    max_size=8,
).map(lambda parts: "".join(parts).encode())  # fmt: skip


@few
@given(TEXTS | st.text(max_size=40))
def test_configuration_and_processes_are_read_or_refused(text: str) -> None:
    with suppress(ProcessError, ValueError):
        parse_process(text, "process.toml")
    with suppress(yaml.YAMLError):
        assert isinstance(parse_document(text), dict)
    assert not is_repository(text) or re.fullmatch(r"[\w.-]+/[\w.-]+", text)


@few
@given(YAML)
def test_a_configuration_is_read_or_refused_and_keeps_its_text(text: str) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-config-") as root:
        file = Path(root, "mkdocs.yml")
        file.write_text(text.replace("\ufeff", ""), encoding="utf-8", errors="replace", newline="")
        text = on_disk(file)
        assert text == joined([file.read_bytes().decode()])
        for place in exemption_places(file):
            assert all(one.line >= 1 and one.column >= 1 for one in place.values())
        try:
            document = read_document(file)
        except SettingsError:
            return
        with suppress(SettingsError):
            assert read_config(file).document == document
        changed = with_plugin(text, {"path": "x"})
        if changed is None:
            return
        pairs = enumerate(zip(text, changed, strict=False))
        added_at = next((place for place, (old, new) in pairs if old != new), len(text))
        assert changed.endswith(text[added_at:])
        assert has_plugin(parse_document(changed))


@few
@given(st.dictionaries(st.from_regex(r"[a-z]{1,3}", fullmatch=True), st.text(max_size=5)))
def test_the_entry_of_the_plugin_has_its_options(options: dict[str, str]) -> None:
    lines = entry({name: yaml_value(value) for name, value in options.items()}, "   ")
    node = yaml.compose("\n".join(["plugins:", *lines]), Loader=yaml.SafeLoader)
    plugins = child_of(node, "plugins")
    assert isinstance(plugins, yaml.SequenceNode)
    assert child_of(node, "none") is None
    block = child_of(plugins.value[0], "seps")
    assert (block is None) == (not options)
    for name, value in options.items():
        found = child_of(block, name)
        assert found is not None
        assert found.value == value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(st.sets(st.sampled_from(["/mkdocs.yml", "/a/mkdocs.yaml", "/a/mkdocs.yml", "/a/b/x"])))
def test_the_nearest_configuration_is_found(names: set[str]) -> None:
    there = {Path(name) for name in names}
    found = find_config(Path("/a/b"), there.__contains__)
    folders = [file.parent for file in there if file.stem == "mkdocs"]
    assert (found is None) == (not folders)
    assert found is None or found in there
    assert found is None or found.parent == max(folders, key=lambda folder: len(folder.parts))


@given(
    st.sampled_from([".", "docs", "docs/seps", "seps", "documents"]),
    st.sampled_from([".", "docs", "docs/seps"]),
    st.sampled_from([None, True, False]),
)
def test_proposals_that_mkdocs_would_build_are_refused(
    folder: str, docs: str, is_excluded: object
) -> None:
    settings = replace(SETTINGS, base=Path("/site"), seps_dir=Path("/site", folder))
    is_inside = Path("/site", folder).is_relative_to(Path("/site", docs))
    with pytest.raises(SettingsError) if is_inside and not is_excluded else nullcontext():
        require_outside_docs(
            settings,
            Path("/site", docs),
            None if is_excluded is None else lambda _: bool(is_excluded),
        )


@few
@given(TOML)
def test_any_toml_file_is_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix="seps-toml-") as root:
        file = Path(root, "x.toml")
        file.write_bytes(data)
        with suppress(TomlError):
            assert isinstance(read_toml(file), dict)
        with suppress(TomlError):
            assert {*read_strings(file)} == {*read_toml(file)}
        with suppress(TomlError):
            assert {one.name for one in read_releases(file)} == {*read_toml(file)}
        with suppress(ProcessError):
            assert read_process(file).statuses
        with suppress(SettingsError):
            assert configured_process({"process": "x.toml"}, Path(root)).statuses
    with suppress(ProcessError):
        read_tables(data.decode("utf-8", "replace"), "x.toml")


@few
@given(st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2))
def test_a_process_is_named_by_a_file_or_refused(value: object) -> None:
    with suppress(SettingsError):
        assert configured_process({"process": value}, Path("/missing")).statuses


def test_the_schemas_have_every_option_and_key() -> None:
    assert {*options_schema()["properties"]} == {*DEFAULTS}
    assert json.loads(configuration_schema())["$defs"]["seps"] == options_schema()
    assert {*json.loads(process_schema())["properties"]} == {*KEYS}
