"""Print the environment variables of the service."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from factcheck.configuration.reference import page
from factcheck.configuration.variables import GROUPS, Variable

_HIDDEN: Final = "(secret)"


class Command(BaseCommand):
    help = "Prints each environment variable that is set, and where from; never the value of a secret."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="those that are not set too, with their defaults")
        parser.add_argument("--markdown", action="store_true", help="print docs/configuration.md")

    def handle(self, *, markdown: bool, **options: Any) -> None:
        if markdown:
            self.stdout.write("\n".join(page()))
            return
        for heading, variables in GROUPS.items():
            lines = [line for variable in variables if (line := _line(variable, unset=options["all"]))]
            if lines:
                self.stdout.write(self.style.MIGRATE_HEADING(heading))
                self.stdout.write("\n".join(lines))


def _line(variable: Variable, *, unset: bool) -> str:
    name, env = variable.name, settings.ENVIRONMENT
    if name in env.ENVIRON:
        value = _HIDDEN if variable.secret else env.ENVIRON[name]
        return f"  {name} = {value}" + (f"  from {env.files[name]}" if name in env.files else "")
    if not unset:
        return ""
    if name not in env.reads:
        return f"  {name} is not set: only PostgreSQL has it"
    return f"  {name} is not set: {variable.default or repr(env.reads[name].default)}"
