"""Discovery of plugins: every module of a package that defines one named object, and entry points of installed packages."""

from __future__ import annotations

import logging
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TypeVar

T = TypeVar("T")

logger = logging.getLogger(__name__)


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


def installed(group: str, kind: type[T]) -> tuple[T, ...]:
    """Return what the entry points of a group load, in the order of their names.

    An entry point that fails to load, or that loads something else, is skipped with a warning: it is not our code.
    """
    found = []
    for point in sorted(entry_points(group=group), key=lambda each: each.name):
        try:
            offered = point.load()
        except Exception:
            logger.warning("The plug-in %s of %s could not be loaded.", point.name, group, exc_info=True)
            continue
        if isinstance(offered, kind):
            found.append(offered)
        else:
            logger.warning("The plug-in %s of %s is no %s.", point.name, group, kind.__name__)
    return tuple(found)
