"""Small changes to functions of the package, and how to apply one to the running process.

mutmut generates the changes. A change replaces the code of functions that are already imported, so
no file changes, and a forked process can try it without imports.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import random
from collections import defaultdict
from dataclasses import dataclass
from difflib import unified_diff
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

import libcst
from libcst.metadata import MetadataWrapper
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(__file__).parents[1] / "plugins" / "mkdocs_seps"


@dataclass(frozen=True)
class Mutant:
    """A changed module."""

    path: Path
    source: str
    changed: str

    @cached_property
    def difference(self) -> tuple[str, ...]:
        """The lines that differ, each with `-` or `+` in front."""
        lines = unified_diff(self.source.split("\n"), self.changed.split("\n"), n=0, lineterm="")
        return tuple(line for line in lines if not line.startswith(("---", "+++", "@@")))

    @cached_property
    def line(self) -> int:
        """The number of the first line that differs."""
        pairs = zip_longest(self.source.split("\n"), self.changed.split("\n"))
        return next(number for number, (old, new) in enumerate(pairs, 1) if old != new)

    @property
    def name(self) -> str:
        """The place of the change: the path below the package, and the line."""
        return f"{self.path.relative_to(PACKAGE).as_posix()}:{self.line}"

    @property
    def module(self) -> str:
        """The name to import."""
        return ".".join(("mkdocs_seps", *self.path.relative_to(PACKAGE).with_suffix("").parts))


def sample(module: str, number: int, seed: int) -> Iterator[Mutant]:
    """A random sample of the changes to a module or a folder, the same for the same seed."""
    path = PACKAGE / module
    every: list[tuple[Path, libcst.Module, Any]] = []
    for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
        visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
        tree = MetadataWrapper(libcst.parse_module(file.read_text("utf-8"))).visit(visitor)
        every += [
            (file, tree, change)
            for change in visitor.mutations
            if isinstance(change.contained_by_top_level_function, libcst.FunctionDef)
        ]
    taken = min(number or len(every), len(every))
    return (_mutant(*one) for one in random.Random(seed).sample(every, taken))


def _mutant(path: Path, tree: libcst.Module, change: Any) -> Mutant:
    function = change.contained_by_top_level_function
    changed = function.deep_replace(change.original_node, change.mutated_node)
    old, new = tree.code_for_node(function), tree.code_for_node(changed)
    if old in tree.code:
        return Mutant(path, tree.code, tree.code.replace(old, new, 1))
    return Mutant(path, tree.code, tree.deep_replace(function, changed).code)  # slow; if indented


def imported_functions() -> dict[str, list[FunctionType]]:
    """All functions of the package that are in memory, by file."""
    functions: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename.startswith(str(PACKAGE)):
            functions[one.__code__.co_filename].append(one)
    return functions


def apply(mutant: Mutant, functions: list[FunctionType]) -> None:
    """Replace the code of the function that differs, or its defaults, wherever it is in use."""
    module = importlib.import_module(mutant.module)
    codes = (_functions(compile(text, mutant.path, "exec", dont_inherit=True)) for text in (
        mutant.source, mutant.changed,
    ))  # fmt: skip
    differing = [(old, new) for old, new in zip(*codes, strict=True) if old != new]
    for old, new in differing:
        for function in functions:
            if function.__code__ == old:
                function.__code__ = new
    if not differing:
        for line, defaults, named in _defaults(mutant, vars(module)):
            for function in functions:
                if function.__code__.co_firstlineno == line:
                    function.__defaults__ = defaults
                    function.__kwdefaults__ = named


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module, and the methods of its classes."""
    for one in code.co_consts:
        if isinstance(one, CodeType):
            if one.co_flags & inspect.CO_OPTIMIZED:
                yield one
            else:
                yield from _functions(one)


def _defaults(
    mutant: Mutant, names: dict[str, Any]
) -> Iterator[tuple[int, tuple[Any, ...], dict[str, Any]]]:
    """The first line of each function whose signature differs, and its new defaults."""
    trees = (ast.walk(ast.parse(text)) for text in (mutant.source, mutant.changed))
    for old, new in zip(*trees, strict=False):
        if isinstance(new, ast.FunctionDef) and ast.dump(old) != ast.dump(new):
            positional = tuple(eval(ast.unparse(one), names) for one in new.args.defaults)
            named = {
                argument.arg: eval(ast.unparse(one), names)
                for argument, one in zip(new.args.kwonlyargs, new.args.kw_defaults, strict=True)
                if one
            }
            yield new.lineno, positional, named
