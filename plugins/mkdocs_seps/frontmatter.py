"""YAML front matter: the other way to write the fields, and the place for page options."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

import yaml

from mkdocs_seps.findings import Problem
from mkdocs_seps.patterns import pattern
from mkdocs_seps.sep import Field
from mkdocs_seps.sources.text import encodable
from mkdocs_seps.vocabulary import field_named

# What a contributor may set for the page; a template, say, is not theirs to choose.
PAGE_OPTIONS: Final = frozenset({"description", "hide", "search", "tags"})

_MOST_CHARACTERS: Final = 65_536
_OPENING = pattern(r"---[ \t]*\n")
_CLOSING = pattern(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


class FrontMatter(NamedTuple):
    """The fields and options of a document's head; `last` is its last line (0 without one)."""

    last: int = 0
    fields: tuple[Field, ...] = ()
    options: Mapping[str, object] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the YAML block that begins on the first line, if there is one. Never raises."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return FrontMatter()
    head = text[opening.end() : closing.start()]
    last = text.count("\n", 0, closing.start()) + 1
    if ":" not in head:
        return FrontMatter()  # a thematic break, prose, and another one
    if len(head) > _MOST_CHARACTERS:
        return _unreadable(last, 1, f"is longer than {_MOST_CHARACTERS} characters")
    from frontmatter.default_handlers import YAMLHandler

    try:
        values = YAMLHandler().load(head, Loader=yaml.SafeLoader)
        tree = yaml.compose(head, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        return _unreadable(last, line, f"is not valid YAML: {error.problem}")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _unreadable(last, 1, f"is not valid YAML: {type(error).__name__}")
    if not isinstance(tree, yaml.MappingNode) or not isinstance(values, dict):
        return _unreadable(last, 1, "is no list of `name: value` lines")
    fields = [_field(head, key, node) for key, node in tree.value]
    options = {key: value for key, value in values.items() if key in PAGE_OPTIONS}
    return FrontMatter(
        last,
        tuple(found for found in fields if found.label not in PAGE_OPTIONS),
        MappingProxyType(options),
    )


def _field(head: str, key: yaml.Node, node: yaml.Node) -> Field:
    label = str(key.value) if isinstance(key, yaml.ScalarNode) else _raw(head, key)
    known = field_named(label)
    if isinstance(node, yaml.ScalarNode):
        value = str(node.value)
    elif isinstance(node, yaml.SequenceNode) and all(
        isinstance(item, yaml.ScalarNode) for item in node.value
    ):
        value = ", ".join(str(item.value) for item in node.value)
    else:
        value = _raw(head, node)  # deeper structure is kept as it is written
    mark = node.start_mark
    label, value = encodable(label), encodable(value.strip())
    return Field(known.name if known else label, label, value, mark.line + 2, mark.column + 1)


def _raw(head: str, node: yaml.Node) -> str:
    return head[node.start_mark.index : node.end_mark.index].strip()


def _unreadable(last: int, line: int, what: str) -> FrontMatter:
    problem = Problem(
        line=line,
        column=1,
        rule="front-matter",
        message=f"The YAML front matter {what}.",
        help="Mend it, or write the fields as a list under the title: `- **Status**: Draft`.",
    )
    return FrontMatter(last=last, problems=(problem,))
