"""An editor at the page "Add a source": what is sent, what is shown, and what is said of it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from claims.models import Attribution, Claim

CHAIN = "Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat"
EXACTLY, BY_ALIAS, NEW = "exact name", "alias", "will be added"


class Desk:
    """An editor who looks at what a form would record, and confirms it."""

    def __init__(self, client: Any, claim: Claim) -> None:
        self.client, self.claim = client, claim
        self.url = reverse("admin:claims_claim_quick", args=[claim.pk])

    def look(self, **typed: Any) -> Any:
        folded = {"basis": "statement", "scope": "full", "ground_rule": "on_the_record"}
        rows = {"through-TOTAL_FORMS": "1", "through-INITIAL_FORMS": "0"}
        fields = {name.replace("__", "-"): value for name, value in typed.items()}
        return self.client.post(
            self.url, {"revision_seen": self.claim.revision, "stance": "supports", **folded, **rows, **fields}
        )

    def again(self, shown: Any, **typed: Any) -> Any:
        """Send the form as it is shown, with what is typed on top."""
        fields = {name.replace("__", "-"): value for name, value in typed.items()}
        return self.client.post(self.url, {**shown.context["form"].data.dict(), **fields})

    def record(self, shown: Any, **typed: Any) -> Any:
        assert shown.context["preview"] is not None, said(shown)
        return self.again(shown, record="1", **typed)

    def recorded(self, key: str) -> Attribution:
        return Attribution.objects.get(claim=self.claim, key=key)


def said(response: Any) -> dict[str, Any]:
    """Return what a refused form says, by field."""
    context = response.context
    forms = [context["form"], context["said"], context["where"], *context["through"]]
    return {form.add_prefix(name): list(errors) for form in forms for name, errors in form.errors.items()}


def lines(response: Any) -> list[tuple[str, str]]:
    """Return for each hand of a preview how it was matched and which attribution it joins."""
    return [(str(line["way"]), line["joins"]) for line in response.context["preview"]["lines"]]
