"""The plugin's block of mkdocs.yml, read without MkDocs."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import yaml
from yaml.constructor import ConstructorError

from mkdocs_seps.config.settings import DEFAULTS, Settings, SettingsError

NAMES: Final = ("mkdocs.yml", "mkdocs.yaml")

# Reads the text of a file; raises OSError if it does not exist.
Read = Callable[[Path], str]
_PLUGIN: Final = "seps"
_SNAPSHOT: Final = "snapshot"


class ConfigFile(NamedTuple):
    """A configuration file and the plugin's options in it.

    Paths are relative to `base`; `file` is None if there is no file. `document` is the content of
    the whole file. `shares_snapshot` means that another entry of the plugin has the same snapshot
    directory. `others` are the options of the other entries, unless `near` selected one.
    """

    base: Path
    file: Path | None
    options: Mapping[str, object]
    document: Mapping[str, object] = MappingProxyType({})
    shares_snapshot: bool = False
    others: tuple[Mapping[str, object], ...] = ()


class Place(NamedTuple):
    """A place in the file, counted from 1."""

    line: int
    column: int


def find_config(start: Path, is_there: Callable[[Path], bool] = Path.is_file) -> Path | None:
    """The nearest mkdocs.yml or mkdocs.yaml in this folder or a parent, if any."""
    for folder in (start, *start.parents):
        for name in NAMES:
            if is_there(folder / name):
                return folder / name
    return None


def on_disk(file: Path) -> str:
    """The current text of a file. Raises OSError."""
    return file.read_text(encoding="utf-8-sig")


def read_config(file: Path, read: Read = on_disk, near: Path | None = None) -> ConfigFile:
    """Read the options of the plugin; empty if the file does not use it.

    If the plugin has several entries, `near` selects the one whose proposals are in that directory
    or a parent; by default, the first. Raises SettingsError for an unreadable file.
    """
    document = _load(file, (), read)
    every = [*_entries(document.get("plugins"), file)]
    found = _options(every, file, near)
    options = found if found is not None else every[0] if every else {}
    snapshots = [one.get(_SNAPSHOT, DEFAULTS[_SNAPSHOT]) for one in every]
    shares = snapshots.count(options.get(_SNAPSHOT, DEFAULTS[_SNAPSHOT])) > 1
    others = tuple(every[1:]) if found is None else ()
    return ConfigFile(file.resolve().parent, file, options, document, shares, others)


def parse_document(text: str) -> dict[str, object]:
    """Parse a configuration, but do not resolve `INHERIT`. Raises yaml.YAMLError."""
    document = _parsed(text)
    return document if isinstance(document, dict) else {}


def read_document(file: Path) -> dict[str, object]:
    """The whole configuration, with `INHERIT` and `!ENV` resolved and other tags omitted.

    Raises SettingsError for a file that cannot be read.
    """
    return _load(file, (), on_disk)


def require_outside_docs(
    settings: Settings, docs: Path, is_excluded: Callable[[str], bool] | None
) -> None:
    """Raise SettingsError if MkDocs would also build the proposals as its own pages.

    `is_excluded` says whether `exclude_docs` matches a path below `docs`.
    """
    docs = docs.resolve()
    if not settings.seps_dir.is_relative_to(docs):
        return
    inside = settings.seps_dir.relative_to(docs).as_posix()
    if is_excluded and is_excluded(f"{inside}/1-x.md"):
        return
    shown = Path(os.path.relpath(docs, settings.base)).as_posix()
    advice = "" if inside == "." else f", or set 'exclude_docs: /{inside}/'"
    raise SettingsError(
        f"seps_dir: '{settings.shown}' is inside docs_dir, '{shown}', so MkDocs would publish each "
        f"file twice. Move it out{advice}."
    )


def exemption_places(file: Path) -> tuple[Mapping[str, Place], ...]:
    """The positions of the exemptions in the plugin's block.

    Each exemption has the position of its rule, under "", and of every SEP, under its text. Empty
    if the file cannot be read, or if the block is in an inherited file.
    """
    try:
        node = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError, RecursionError):
        return ()
    plugins = child_of(node, "plugins")
    entries = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    blocks = (child_of(entry, _PLUGIN) for entry in entries)
    exempt = child_of(next((block for block in blocks if block), None), "exempt")
    listed = exempt.value if isinstance(exempt, yaml.SequenceNode) else []
    return tuple(_places(entry) for entry in listed)


def _places(entry: yaml.Node) -> Mapping[str, Place]:
    seps = child_of(entry, "seps")
    items = seps.value if isinstance(seps, yaml.SequenceNode) else [seps]
    found = {str(item.value): _place(item) for item in items if item}
    return {"": _place(child_of(entry, "rule") or entry), **found}


def child_of(node: yaml.Node | None, name: str) -> yaml.Node | None:
    """The value of a key; None if there is no such key, or if the node is not a mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == name), None)


def _place(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _load(file: Path, above: tuple[Path, ...], read: Read) -> dict[str, object]:
    """A configuration merged with the one it inherits from, as MkDocs merges them: key by key."""
    if file in above:
        raise SettingsError(f"{file}: INHERIT refers back to this file. Remove the loop.")
    try:
        document = _parsed(read(file))
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not valid YAML: {_reason(error)}") from error
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise SettingsError(f"{file} must be a mapping of options.")
    parent = document.pop("INHERIT", None)
    if not isinstance(parent, str):
        return document
    below = Path(os.path.normpath(file.parent / parent))
    return _merged(_load(below, (*above, file), read), document)


def _parsed(text: str) -> object:
    """The content of a configuration. Raises yaml.YAMLError."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except RecursionError as error:
        raise yaml.MarkedYAMLError(problem="it is nested too deeply") from error


def _merged(below: dict[str, object], above: dict[str, object]) -> dict[str, object]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merged(old, value)
        else:
            merged[key] = value
    return merged


def _options(
    every: Sequence[Mapping[str, object]], file: Path, near: Path | None
) -> Mapping[str, object] | None:
    """The options of the entry whose proposals are in `near` or above it; None if there is none."""
    base = file.resolve().parent
    for options in every if near else ():
        folder = (base / str(options.get("seps_dir", "seps"))).resolve()
        if near and near.resolve().is_relative_to(folder):
            return options
    return None


def _entries(plugins: object, file: Path) -> Iterator[Mapping[str, object]]:
    """The options of each entry of the plugin, whether `plugins` is a list or a mapping."""
    entries: list[object] = []
    if isinstance(plugins, dict):
        entries = [{name: value} for name, value in plugins.items()]
    elif isinstance(plugins, list):
        entries = plugins
    for entry in entries:
        if entry == _PLUGIN:
            yield {}
        elif isinstance(entry, dict) and _PLUGIN in entry:
            options = entry[_PLUGIN]
            if options is not None and not isinstance(options, dict):
                raise SettingsError(f"{file}: the options of the plugin 'seps' must be a mapping.")
            yield {str(name): value for name, value in (options or {}).items()}


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem:
        place = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        return f"{error.problem}{place}."
    return f"{type(error).__name__}."


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` and ignores other tags, which belong to other plugins."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        """The value of a node. Raises ConstructorError for values such as `2026-99-99`."""
        try:
            return super().construct_object(node, deep=deep)
        except (AttributeError, LookupError, ValueError) as error:
            problem = f"'{node.value}' is not a valid {node.tag.rpartition(':')[2]}"
            raise ConstructorError(problem=problem, problem_mark=node.start_mark) from error


def _environment(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    """Resolve `!ENV NAME` and `!ENV [NAME, OTHER, default]` as pyyaml_env_tag does for MkDocs."""
    if isinstance(node, yaml.ScalarNode):
        names, default = [str(loader.construct_scalar(node))], None
    elif isinstance(node, yaml.SequenceNode):
        items = node.value
        default = loader.construct_object(items[-1]) if len(items) > 1 else None
        names = [str(item.value) for item in (items[:-1] or items)]
    else:
        return None
    for name in names:
        if name in os.environ:
            text = os.environ[name]
            tag = loader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
            return loader.construct_object(yaml.ScalarNode(tag, text))
    return default


def _nothing(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> None:
    del loader, suffix, node


_Loader.add_constructor("!ENV", _environment)
_Loader.add_multi_constructor("!", _nothing)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _nothing)
