"""The strings on pages: one table, `strings.toml`, which templates and the script read.

Each is in the language of the site and in the words of the process.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from markupsafe import Markup

from mkdocs_seps.config.settings import Settings, SettingsError
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.wording import reworded

Strings = Mapping[str, Mapping[str, Markup]]
_Tables = Mapping[str, Mapping[str, str]]

# The translations in `languages/`, by Material's language codes.
LANGUAGES: Final = ("de", "zh")
_VALUE: Final = re.compile(r"%\((\w+)\)s")


@lru_cache
def strings(process: ProposalProcess) -> Strings:
    """The strings by section and name, as trusted HTML; `%(name)s` is a placeholder."""
    translated, own = _translation(process.language), process.strings
    return MappingProxyType(
        {
            section: MappingProxyType(
                {
                    name: Markup(_in_words(text, process))  # noqa: S704 - ours, or the site's own
                    for name, text in {
                        **table,
                        **translated.get(section, {}),
                        **own.get(section, {}),
                    }.items()
                }
            )
            for section, table in _english().items()
        }
    )


def _in_words(text: str, process: ProposalProcess) -> str:
    """A string in the words of the process; the name of a field is capitalized if the string is."""
    said = reworded(text, process)
    is_heading = text[:1].isupper() and process.field(said) is not None
    return f"{said[0].upper()}{said[1:]}" if is_heading else said


def localized(settings: Settings, language: object) -> Settings:
    """The settings for pages in the language of the theme, or in English without a translation.

    Raises SettingsError for strings in the site's file that no page uses.
    """
    wrong = [*_wrong(settings.strings)]
    if wrong:
        raise SettingsError(f"strings: {'; '.join(wrong)}")
    spoken = language if isinstance(language, str) and language in LANGUAGES else "en"
    return replace(settings, process=settings.process.in_words(spoken, settings.strings))


def _wrong(own: _Tables) -> Iterator[str]:
    for section, table in own.items():
        for name, text in table.items():
            known = _english().get(section, {}).get(name)
            if known is None:
                yield f"unknown string `{name}` in [{section}]"
            elif more := {*_VALUE.findall(text)} - {*_VALUE.findall(known)}:
                unknown = ", ".join(sorted(more))
                yield f"`{name}` in [{section}] has an unknown placeholder: {unknown}"


@cache
def _english() -> _Tables:
    return _read(files("mkdocs_seps.views") / "strings.toml")


@cache
def _translation(language: str) -> _Tables:
    if language not in LANGUAGES:
        return {}
    return _read(files("mkdocs_seps.views") / "languages" / f"{language}.toml")


def _read(file: Traversable) -> _Tables:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def say(process: ProposalProcess, section: str, name: str, /, **values: object) -> Markup:
    """A string with its values, which are escaped unless they are Markup."""
    text = strings(process)[section][name]
    return text % values if values else text


def plural(process: ProposalProcess, number: int, section: str, name: str) -> Markup:
    """The string `name_one` or `name_many`, with the number as its `%(n)s`."""
    return say(process, section, f"{name}_{'one' if number == 1 else 'many'}", n=number)
