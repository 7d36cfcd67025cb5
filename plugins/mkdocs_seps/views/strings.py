"""The words that pages show: one table, `strings.toml`, which templates and the script read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from markupsafe import Markup


@cache
def strings() -> Mapping[str, Mapping[str, Markup]]:
    """The strings by section and name, as HTML of our own; `%(name)s` stands for a value."""
    text = (files("mkdocs_seps.views") / "strings.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            section: MappingProxyType({name: Markup(one) for name, one in table.items()})  # noqa: S704 - our own
            for section, table in tomllib.loads(text).items()
        }
    )


def say(section: str, name: str, /, **values: object) -> Markup:
    """A string with its values, which are escaped unless they are Markup."""
    return strings()[section][name] % values if values else strings()[section][name]


def plural(number: int, section: str, name: str) -> Markup:
    """The string `name_one` or `name_many`, with the number as its `%(n)s`."""
    return say(section, f"{name}_{'one' if number == 1 else 'many'}", n=number)
