"""Every public function of the core has a property test."""

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

CORE = (
    "cache", "config", "exports", "files", "git", "github", "lint", "markdown", "model", "parsing",
    "pipeline", "project", "servers", "sync", "views", "workflow",
)  # fmt: skip
Function = Callable[..., object]


def functions(layer: str) -> Iterator[Function]:
    """The public functions that the modules of a layer define."""
    package = import_module(f"mkdocs_seps.{layer}")
    for info in walk_packages(package.__path__, f"{package.__name__}."):
        for name, value in vars(import_module(info.name)).items():
            is_own = getattr(value, "__module__", "") == info.name
            if is_own and not name.startswith("_") and inspect.isfunction(inspect.unwrap(value)):
                yield value


def used(file: Path) -> Iterator[object]:
    """What the code of a module of property tests names, other than in imports."""
    module = import_module(f"tests.fuzz.{file.stem}")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            yield getattr(module, node.id, None)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield getattr(getattr(module, node.value.id, None), node.attr, None)


def test_every_public_function_of_the_core_is_in_a_property_test() -> None:
    folder = Path(__file__).parent
    files = [*folder.glob("test_*.py"), folder / "invariants.py"]
    tested = {id(value) for file in files for value in used(file)}
    assert [
        f"{function.__module__}.{function.__qualname__}"
        for layer in CORE
        for function in functions(layer)
        if id(function) not in tested
    ] == []
