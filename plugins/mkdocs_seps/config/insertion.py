"""Add the plugin's entry to an existing mkdocs.yml without changing any other byte."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from mkdocs_seps.config.file import child_of, parse_document

_PLUGIN: Final = "seps"
_SEARCH: Final = "search"


def entry(options: Mapping[str, str], indent: str = "  ") -> Sequence[str]:
    """The lines of the plugin's entry in a list of plugins."""
    if not options:
        return (f"{indent}- {_PLUGIN}",)
    lines = (f"{indent}    {name}: {value}" for name, value in options.items())
    return (f"{indent}- {_PLUGIN}:", *lines)


def with_plugin(text: str, options: Mapping[str, str]) -> str | None:
    """The configuration with the plugin in it; None if its place cannot be determined.

    `options` must be YAML and are written unchanged. A file that has the plugin is not changed.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        before = parse_document(text)
    except (yaml.YAMLError, RecursionError):
        return None
    plugins = child_of(node, "plugins")
    if has_plugin(before):
        return text
    if node is not None and not isinstance(node, yaml.MappingNode):
        return None
    changed = _appended(text, options) if plugins is None else _inserted(text, plugins, options)
    if changed is None:
        return None
    try:
        is_right = _differs_by_plugin(before, parse_document(changed), options)
    except (yaml.YAMLError, RecursionError):  # such as a list that contains itself
        return None
    return changed if is_right else None


def has_plugin(document: Mapping[str, Any]) -> bool:
    """Whether a configuration uses the plugin."""
    return _PLUGIN in _names(document.get("plugins"))


def _names(plugins: object) -> list[object]:
    if isinstance(plugins, dict):
        return [*plugins]
    entries = plugins if isinstance(plugins, list) else []
    return [next(iter(one)) if isinstance(one, dict) and one else one for one in entries]


def _appended(text: str, options: Mapping[str, str]) -> str:
    """Append a `plugins` block with search, which MkDocs enables only if there is no such block."""
    lines = ["plugins:", f"  - {_SEARCH}", *entry(options)]
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
    return f"{text}{gap}{end.join(lines)}{end}"


def _inserted(text: str, plugins: yaml.Node, options: Mapping[str, str]) -> str | None:
    if not plugins.tag.startswith("tag:yaml.org,2002:"):
        return None  # such as `!ENV`
    if isinstance(plugins, yaml.SequenceNode) and plugins.flow_style:
        return _in_flow_list(text, plugins, options)
    if isinstance(plugins, yaml.SequenceNode) and plugins.value:
        column = plugins.start_mark.column
        return _after(text, plugins, entry(options, " " * column))
    if isinstance(plugins, yaml.MappingNode) and not plugins.flow_style and plugins.value:
        indent = " " * plugins.start_mark.column
        lines = [f"{indent}{_PLUGIN}:{'' if options else ' {}'}"]
        lines += [f"{indent}  {name}: {value}" for name, value in options.items()]
        return _after(text, plugins, lines)
    return None


def _in_flow_list(text: str, plugins: yaml.SequenceNode, options: Mapping[str, str]) -> str:
    given = ", ".join(f"{name}: {value}" for name, value in options.items())
    new = f"{_PLUGIN}: {{{given}}}" if given else _PLUGIN
    if plugins.value:
        at = plugins.value[-1].end_mark.index
        return f"{text[:at]}, {new}{text[at:]}"
    at = plugins.end_mark.index - 1
    return f"{text[:at]}{new}{text[at:]}"


def _after(text: str, plugins: yaml.Node, lines: Sequence[str]) -> str:
    """Add the lines below the last line of a block."""
    end = _last(plugins).end_mark.index
    if end and text[end - 1] == "\n":  # a block scalar ends where the next line begins
        end -= 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    carriage = "\r" if text[:stop].endswith("\r") else ""
    added = "".join(f"\n{line}{carriage}" for line in lines)
    return f"{text[:stop]}{added}{text[stop:]}"


def _last(node: yaml.Node) -> yaml.Node:
    """The last scalar or flow collection in a node; its end is the end of the node's text."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    return node


def _differs_by_plugin(
    before: Mapping[str, Any], after: Mapping[str, Any], options: Mapping[str, str]
) -> bool:
    """Whether only the plugin's entry, and possibly the implied search, were added."""
    old, new = _names(before.get("plugins")), _names(after.get("plugins"))
    expected = [*(old or [_SEARCH]), _PLUGIN]
    if "plugins" in before and not old:
        expected = [_PLUGIN]
    given = {name: yaml.safe_load(value) for name, value in options.items()}
    plugins = after.get("plugins")
    entries = plugins if isinstance(plugins, list) else [plugins]
    blocks = (one[_PLUGIN] for one in entries if isinstance(one, dict) and _PLUGIN in one)
    found = next(blocks, None)
    same = {k: v for k, v in before.items() if k != "plugins"}
    others = {k: v for k, v in after.items() if k != "plugins"}
    return new == expected and (found or {}) == given and same == others
