"""Properties of the functions that read the configuration and processes."""

import re
from contextlib import suppress

import yaml
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_seps.config.file import parse_document
from mkdocs_seps.config.process_file import ProcessError
from mkdocs_seps.config.processes import parse_process
from mkdocs_seps.config.settings import is_repository

from .strategies import TEXTS, few


@few
@given(TEXTS | st.text(max_size=40))
def test_configuration_and_processes_are_read_or_refused(text: str) -> None:
    with suppress(ProcessError, ValueError):
        parse_process(text, "process.toml")
    with suppress(yaml.YAMLError):
        assert isinstance(parse_document(text), dict)
    assert not is_repository(text) or re.fullmatch(r"[\w.-]+/[\w.-]+", text)
