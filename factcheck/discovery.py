"""Discovery of plugins: every module of a package that defines one named object."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

T = TypeVar("T")


class DiscoveryError(Exception):
    """A module of the package lacks the required object."""


def discover(package: str, name: str, kind: type[T]) -> tuple[T, ...]:
    """Return the object ``name`` of every module directly in ``package``, in the order of module names.

    Raises: DiscoveryError if a module has no such object, or one of another type.
    """
    modules = sorted(found.name for found in iter_modules(import_module(package).__path__))
    return tuple(_offered(f"{package}.{module}", name, kind) for module in modules)


def _offered(module: str, name: str, kind: type[T]) -> T:
    offered = getattr(import_module(module), name, None)
    if not isinstance(offered, kind):
        raise DiscoveryError(f"{module} must define {name}, a {kind.__name__}")
    return offered
