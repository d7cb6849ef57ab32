"""A published claim with something in each of its parts that a format may show."""

from __future__ import annotations

from claims.published import (
    PublicAttribution,
    PublicClaim,
    PublicDocument,
    PublicFlag,
    PublicQuote,
    PublicSide,
    PublicSource,
    PublicVerdict,
    PublicWithdrawal,
)


def side(at_least: int = 0, at_most: int = 0, *, is_open: bool = False) -> PublicSide:
    return PublicSide(
        at_least=at_least, at_most=at_most, open=is_open, on_record=0, disinterested=0, routes=0, gateways=(), witnesses=()
    )


def published(**parts: object) -> PublicClaim:
    """Return a claim; ``parts`` replace its own."""
    of_claim: dict[str, object] = {
        "key": "visit",
        "text": "The visit takes place in June.",
        "status": "contested",
        "explanation": "At least 2 independent origins.",
        "flags": (PublicFlag(code="contested", severity="critical", reason="Denied by Moscow."),),
        "support": side(2, 4, is_open=True),
        "denial": side(1, 1),
        "sources": (PublicSource(key="us", name="U.S.", kind="government", identified=True),),
        "attributions": (
            PublicAttribution(
                key="us-says",
                source="us",
                stance="supports",
                scope="full",
                basis="statement",
                said_at="2024-06",
                quote=PublicQuote(exact="It will"),
                document=PublicDocument(key="d", title="Briefing", publisher="us", kind="transcript"),
                withdrawn=PublicWithdrawal(by="source", reason="A slip"),
            ),
        ),
        "verdict": PublicVerdict(rating="true", word="True", rationale="It did.", published_at="2024-06-12"),
    }
    return PublicClaim(**(of_claim | parts))  # type: ignore[arg-type]
