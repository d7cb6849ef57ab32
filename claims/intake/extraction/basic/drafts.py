"""A proposal while it is read: parts of the text, not yet words. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from claims.intake.sentences import Part

#: Kinds of cue (``takes``) with a whole statement.
CLAUSES: Final = ("clause", "told")
#: The stances of who takes no side: what they answer is seldom what they say, and nobody answers them.
SILENT: Final = ("declined", "could_not_confirm", "neither")


@dataclass
class Draft:
    """One attribution. ``content`` is none while its statement is still sought: an earlier one, or else a later one.
    ``meant`` is the words that mean it."""

    rule: str
    stance: str
    takes: str
    cue: Part
    source: Part | None = None
    content: Part | None = None
    relays: list[Part] = field(default_factory=list)
    means: Part | None = None
    reason: Part | None = None
    naming: str | None = None
    dropped: bool = False
    withdrawn: bool = False  # the text takes it back, so that it is no more than what an answer may be about
    meant: Part | None = None
    head: Part | None = None  # whom the clause of its cue describes: "the firm, which denied it,"

    @property
    def hands(self) -> list[Part]:
        """Return the chain, nearest to the reader first."""
        return [*self.relays, *([self.source] if self.source else [])]
