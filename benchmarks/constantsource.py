"""The scalar constants of a package, found in its source, and modules with one of them changed."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any, Final

Number = int | float
_PLAIN: Final = (ast.Expression, ast.Constant, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop)
_TRIVIAL: Final = frozenset({0, 1, 2, 0.5, 255})
"""Numbers within functions that stand for themselves: ends, halves, neighbours, white."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number with a name, at the top level of a module.

    Attributes:
        module: the module's full name.
        file: where it is.
        line: of that file, from 1.
        name: the constant's.
        value: what it is.
        purpose: what the string or the comment at it says; empty where there is none.
    """

    module: str
    file: Path
    line: int
    name: str
    value: Number
    purpose: str

    @property
    def full_name(self) -> str:
        """With the module's."""
        return f"{self.module}.{self.name}"


def constants(folder: Path, package: str, *, without: str = "formats") -> Iterator[Constant]:
    """Those of a package's modules, but of sub-packages of that name, in order.

    Args:
        folder: of the package.
        package: its full name.
        without: a sub-package that is left out, wherever it is.
    """
    for file, module in _modules(folder, package, without):
        source = file.read_text(encoding="utf-8")
        body = ast.parse(source).body
        for place, node in enumerate(body):
            found = _assigned(node)
            if found:
                purpose = _purpose(body[place + 1 :], source.splitlines()[node.lineno - 1])
                yield Constant(module, file, node.lineno, *found, purpose)


def inline(folder: Path, package: str, *, without: str = "formats") -> int:
    """How many numbers stand within functions and are not trivial ones."""
    count = 0
    for file, _ in _modules(folder, package, without):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                count += sum(
                    isinstance(part, ast.Constant)
                    and type(part.value) in (int, float)
                    and part.value not in _TRIVIAL
                    for statement in node.body
                    for part in ast.walk(statement)
                )
    return count


def lines(folder: Path, package: str, *, without: str = "formats") -> int:
    """How many lines the modules have."""
    files = (file for file, _ in _modules(folder, package, without))
    return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


def change(constant: Constant, value: Number) -> None:
    """Lets this process import the constant's module with another value.

    Modules of its package that are imported already are forgotten.
    """
    package = constant.module.split(".")[0]
    for name in list(sys.modules):
        if name == package or name.startswith(f"{package}."):
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(constant, value))


class _Finder(MetaPathFinder):
    """Finds one module."""

    def __init__(self, constant: Constant, value: Number) -> None:
        self.constant, self.value = constant, value

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if fullname != self.constant.module:
            return None
        loader = _Loader(fullname, str(self.constant.file))
        loader.change = self.constant, self.value
        packs = self.constant.file.name == "__init__.py"
        within = [str(self.constant.file.parent)] if packs else None
        return spec_from_file_location(
            fullname, self.constant.file, loader=loader, submodule_search_locations=within
        )


class _Loader(SourceFileLoader):
    """Loads a module from its source with one assignment changed."""

    change: tuple[Constant, Number]

    def get_code(self, fullname: str) -> CodeType:
        constant, value = self.change
        tree = ast.parse(constant.file.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.lineno == constant.line:
                node.value = ast.copy_location(ast.Constant(value), node)
        return compile(ast.fix_missing_locations(tree), str(constant.file), "exec")


def _modules(folder: Path, package: str, without: str) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).with_suffix("").parts
        if without not in parts:
            yield file, ".".join([package, *(part for part in parts if part != "__init__")])


def _assigned(node: ast.stmt) -> tuple[str, Number] | None:
    """The name and value, where a number is given to a name in capitals."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        target, value = node.target, node.value
    else:
        return None
    if not isinstance(target, ast.Name) or not target.id.isupper():
        return None
    expression = ast.Expression(value)
    if not all(isinstance(part, _PLAIN) for part in ast.walk(expression)):
        return None
    found = eval(compile(expression, "", "eval"))
    return (target.id, found) if type(found) in (int, float) else None


def _purpose(after: list[ast.stmt], line: str) -> str:
    """The string below the constant or below those that it stands together with."""
    if "#" in line:
        return line.split("#", 1)[1].strip()
    for node in after:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return " ".join(str(node.value.value).split())
        if not _assigned(node):
            break
    return ""
