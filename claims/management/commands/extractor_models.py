"""Show which models the extractor *syntactic* loads, and the SHA-256 of what is installed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.extractors import english_model
from claims.intake.extraction.syntactic.models import RUSSIAN, Model, ModelError, installed_digest, spacy_model


class Command(BaseCommand):
    help = (
        "Lists the models of the extractor syntactic and whether their files are those that are loaded; of a PACKAGE, prints"
        " the SHA-256 for EXTRACTOR_ENGLISH_MODEL_DIGEST."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", nargs="?", default="", help="an installed package with a model of spaCy: en_core_web_md")

    def handle(self, *, package: str, **_options: Any) -> None:
        if package:
            try:
                self.stdout.write(installed_digest(spacy_model(package)))
            except ModelError as error:
                raise CommandError(f"{error}.") from error
            return
        for language, model in (("en", english_model()), ("ru", RUSSIAN)):
            self.stdout.write(f"{language}  {model.package}: {_state(model)}")


def _state(model: Model) -> str:
    try:
        found = installed_digest(model)
    except ModelError as error:
        return str(error)
    return f"{found}, loaded" if found == model.sha256 else f"{found}, refused: it should be {model.sha256}"
