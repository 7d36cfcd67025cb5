"""YAML front matter: another way to write the fields, and the place for page options."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import yaml

from mkdocs_seps.markdown.escape import encodable
from mkdocs_seps.model.findings import ParseIssue
from mkdocs_seps.model.process import ProposalProcess
from mkdocs_seps.model.proposal import Field
from mkdocs_seps.parsing.sections import shortened

# The page options that a contributor may set; others, such as the template, are not allowed.
PAGE_OPTIONS: Final = frozenset({"description", "hide", "search", "tags"})

_MOST_CHARACTERS: Final = 65_536
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


_NULL: Final = "tag:yaml.org,2002:null"
# Characters with a special meaning in YAML at the start of a value.
_SPECIAL: Final = "@[`*&%"
_LINE = re.compile(r"\s*+(?P<key>[^\s:#][^:#]*?:(?=\s|$)|-(?=\s))[ \t]*+(?P<value>.*)")
_PERSON: Final = {
    "name": "name",
    "github": "handle",
    "handle": "handle",
    "username": "handle",
    "email": "email",
    "mail": "email",
}
_ADVICE: Final = (
    "Fix it, or write the fields as a list below the title, such as `- **Status**: Draft`."
)


class FrontMatter(NamedTuple):
    """The fields and options in front matter; `last` is its last line (0 if there is none).

    If it is not `readable`, it has a problem, and its text belongs to the document.
    """

    last: int = 0
    fields: tuple[Field, ...] = ()
    options: Mapping[str, object] = {}
    problems: tuple[ParseIssue, ...] = ()
    readable: bool = True


def read_front_matter(text: str, process: ProposalProcess) -> FrontMatter:
    """Read the YAML block on the first line, if there is one. Never raises an exception.

    Values stay as written: nothing is converted to a date or a number.
    """
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return FrontMatter()
    head = text[opening.end() : closing.start()]
    last = text.count("\n", 0, closing.start()) + 1
    if ":" not in head:
        return FrontMatter()  # prose between two thematic breaks
    if len(head) > _MOST_CHARACTERS:
        return _unreadable(last, 1, f"is longer than {_MOST_CHARACTERS} characters")
    tree = _compose(head, last)
    if isinstance(tree, FrontMatter):
        return tree
    pairs = [(_text(head, key), key, node) for key, node in tree.value]
    options = {name: found for name, _, node in pairs if (found := _option(name, node)) is not None}
    return FrontMatter(
        last,
        tuple(
            _field(head, name, node, process)
            for name, _, node in pairs
            if name not in PAGE_OPTIONS or process.field(name)
        ),
        options,
        (
            *_comments(head, (key for _, key, node in pairs if node.tag == _NULL)),
            *_unusable(head, pairs),
        ),
    )


def _compose(head: str, last: int) -> yaml.MappingNode | FrontMatter:
    """Parse the YAML to a mapping, or else return the resulting front matter."""
    try:
        tree = yaml.compose(head, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        marks = [found.line for found in (error.context_mark, mark) if found]
        return _unreadable(
            last, line, f"is not valid YAML: {_problem(error)}", _quoted(head, marks)
        )
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return _unreadable(last, 1, f"is not valid YAML: {type(error).__name__}")
    if tree is None:  # nothing but comments
        return FrontMatter(last)
    if not isinstance(tree, yaml.MappingNode):
        return _unreadable(last, 1, "is not a mapping of `name: value` lines")
    return tree


def _problem(error: yaml.MarkedYAMLError) -> str:
    return str(error.problem).replace("'<stream end>'", "the end")


def _field(head: str, name: str, node: yaml.Node, process: ProposalProcess) -> Field:
    known = process.field(name)
    mark = node.start_mark
    label, value = encodable(name), encodable(_value(head, node).strip())
    return Field(
        known.name if known else label, label, value, mark.line + 2, mark.column + 1, known
    )


def _value(head: str, node: yaml.Node) -> str:
    """A scalar, a list of scalars, or people as text; deeper values unchanged."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    known = {id(item): _item(item) for item in items}
    texts = [known[id(item)] for item in items]
    if any(text is None for text in texts):
        return _raw(head, node)
    found = [text for text in texts if text]
    # A short alias can expand to thousands of characters.
    return ", ".join(found) if sum(map(len, found)) <= len(head) else _raw(head, node)


def _item(node: yaml.Node) -> str | None:
    return _person(node) if isinstance(node, yaml.MappingNode) else _plain(node)


def _plain(node: yaml.Node) -> str | None:
    """The text of a scalar, empty for null; None for anything else."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == _NULL else str(node.value)


def _person(node: yaml.MappingNode) -> str | None:
    """`{name: Jane, github: jane, email: j@x.org}` as `Jane (@jane) <j@x.org>`."""
    parts = {}
    for key, value in node.value:
        part = _PERSON.get(str(key.value).lower()) if isinstance(key, yaml.ScalarNode) else None
        text = _plain(value)
        if part is None or text is None or part in parts:
            return None
        parts[part] = text.strip()
    handle, email = parts.get("handle", "").lstrip("@"), parts.get("email", "")
    if handle and "/" not in handle:
        handle = f"@{handle}"
    name = parts.get("name", "")
    if not name:
        return " ".join(filter(None, (handle, f"<{email}>" if email else "")))
    written = (name, f"({handle})" if handle else "", f"<{email}>" if email else "")
    return " ".join(filter(None, written))


def _option(name: str, node: yaml.Node) -> object:
    """The value of a page option; None if it is not usable."""
    if name not in PAGE_OPTIONS:
        return None
    if name == "search":
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        return {
            _plain(key): _scalar(value) for key, value in pairs if _plain(key) and _plain(value)
        } or None
    if isinstance(node, yaml.SequenceNode):
        return [encodable(text) for item in node.value if (text := _plain(item))] or None
    return encodable(_plain(node) or "") or None


def _unusable(head: str, pairs: Iterable[tuple[str, yaml.Node, yaml.Node]]) -> Iterator[ParseIssue]:
    """Page options with values that are ignored."""
    for name, _, node in pairs:
        if name not in PAGE_OPTIONS or node.tag == _NULL:
            continue
        if name == "search":
            advice = "Write a mapping, such as `search: {exclude: true}`."
            is_usable = isinstance(node, yaml.MappingNode) and all(
                _plain(key) and _plain(value) for key, value in node.value
            )
        else:
            advice = f"Write a text or a list of texts, such as `{name}: [first, second]`."
            items = node.value if isinstance(node, yaml.SequenceNode) else [node]
            is_usable = all(isinstance(item, yaml.ScalarNode) for item in items)
        if not is_usable:
            written = shortened(" ".join(_raw(head, node).split()), 60)
            yield ParseIssue(
                node.start_mark.line + 2,
                node.start_mark.column + 1,
                "front-matter",
                f"`{name}` cannot have the value `{written}`, so it is ignored.",
                advice,
            )


def _scalar(node: yaml.Node) -> object:
    """The value of a scalar, such as a number or a Boolean; its text if its tag does not fit."""
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (yaml.YAMLError, AttributeError, LookupError, ValueError):
        return _plain(node)


def _comments(head: str, keys: Iterator[yaml.Node]) -> Iterator[ParseIssue]:
    """Values that YAML treats as a comment, as in `pr: #1234`."""
    lines = head.split("\n")
    for key in keys:
        rest = lines[key.end_mark.line][key.end_mark.column :].lstrip(" \t:")
        if re.match(r"#\d", rest):
            yield ParseIssue(
                key.start_mark.line + 2,
                key.start_mark.column + 1,
                "front-matter",
                f"YAML treats `{rest}` as a comment, so the value is empty.",
                f'Put the value in quotes: `"{rest}"`.',
            )


def _text(head: str, node: yaml.Node) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else _raw(head, node)


def _raw(head: str, node: yaml.Node) -> str:
    return head[node.start_mark.index : node.end_mark.index].strip()


def _quoted(head: str, numbers: Iterable[int]) -> str:
    """How to write the value that YAML cannot parse; empty if quotes would not help."""
    lines = head.split("\n")
    near = [lines[number] for number in numbers if number < len(lines)]
    for line in [*near, *lines]:
        found = _LINE.match(line)
        value = found["value"].rstrip() if found else ""
        if not found or not value or '"' in value:
            continue
        special = value[0] in _SPECIAL and not (value[0] == "[" and value.endswith("]"))
        if special or (line in near and ": " in value):
            return f'Put the value in quotes: `{found["key"]} "{value}"`.'
    return ""


def _unreadable(last: int, line: int, what: str, advice: str = "") -> FrontMatter:
    problem = ParseIssue(
        line=line,
        column=1,
        rule="front-matter",
        message=f"The front matter {what}.",
        help=advice or _ADVICE,
    )
    return FrontMatter(last=last, problems=(problem,), readable=False)
