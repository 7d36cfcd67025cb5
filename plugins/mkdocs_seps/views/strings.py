"""The words that pages show: one table, `strings.toml`, which templates and the script read.

Each is in the words of the process.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from markupsafe import Markup

from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.wording import reworded

Strings = Mapping[str, Mapping[str, Markup]]


@lru_cache
def strings(process: ProposalProcess) -> Strings:
    """The strings by section and name, as HTML of our own; `%(name)s` stands for a value."""
    text = (files("mkdocs_seps.views") / "strings.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            section: MappingProxyType(
                {name: Markup(reworded(one, process)) for name, one in table.items()}  # noqa: S704 - our own
            )
            for section, table in tomllib.loads(text).items()
        }
    )


def say(process: ProposalProcess, section: str, name: str, /, **values: object) -> Markup:
    """A string with its values, which are escaped unless they are Markup."""
    text = strings(process)[section][name]
    return text % values if values else text


def plural(process: ProposalProcess, number: int, section: str, name: str) -> Markup:
    """The string `name_one` or `name_many`, with the number as its `%(n)s`."""
    return say(process, section, f"{name}_{'one' if number == 1 else 'many'}", n=number)
