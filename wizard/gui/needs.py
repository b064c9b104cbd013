"""Which of our modules a module needs, told without loading any: so each can be loaded in its own turn."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType

DEEP = (
    *("wizard.core", "wizard.live", "wizard.crew", "wizard.judging", "wizard.longlog"),
    *("wizard.practice", "wizard.workers"),
)
"""Without Qt: nobody waits for them."""
_OURS = "wizard"


def needed_by(name: str, told: set[str]) -> Iterator[str]:
    """The modules of ours that ``name`` loads, each behind those that it needs itself; ``name`` is the last.

    Not those that are loaded, nor those in ``told``, where all are noted. What is imported for types alone
    is told too: it comes with another page. Of a module whose code cannot be had, its name is all there is.
    """
    if name in told or name in sys.modules:
        return
    told.add(name)
    spec = _spec_of(name)
    if spec is None:
        return
    for other in _imported(_code_of(spec)):
        yield from needed_by(other, told)
    yield name


def _imported(code: CodeType | None) -> Iterator[str]:
    """What a module's own lines import: modules, and names of packages that are modules."""
    if code is None:
        return
    tuples = [one for one in code.co_consts if isinstance(one, tuple)]
    words = {word for one in tuples for word in one if isinstance(word, str)}
    for name in code.co_names:
        if name == _OURS or name.startswith(f"{_OURS}."):
            yield name
            yield from sorted(f"{name}.{word}" for word in words & _modules_in(name))


@cache
def _modules_in(package: str) -> frozenset[str]:
    """The names of the modules in a package, none if it is a module itself."""
    spec = _spec_of(package)
    path = spec.submodule_search_locations if spec is not None else None
    return frozenset(module.name for module in pkgutil.iter_modules(path or ()))


@cache
def _spec_of(name: str) -> ModuleSpec | None:
    """As ``importlib.util.find_spec``, which loads the packages around a module: some of them know Qt."""
    parent = name.rpartition(".")[0]
    if not parent:
        path = None
    else:
        around = _spec_of(parent)
        path = around.submodule_search_locations if around is not None else None
        if path is None:
            return None
    return PathFinder.find_spec(name, path)


def _code_of(spec: ModuleSpec) -> CodeType | None:
    get = getattr(spec.loader, "get_code", None)
    code = get(spec.name) if get is not None else None
    return code if isinstance(code, CodeType) else None
