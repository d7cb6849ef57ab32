"""Keep only countries of ISO 3166-1: other codes of one are replaced, and what is no country becomes words.

What leaves ``country`` is kept as the organisation in words if there is none, else in the reason of the change. Each change waits
to be applied, like any change of what the policy reads; and the record as of before still has what was stored then.
"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

from sources.countries import NAMES, country_mistake


def mend(apps, schema_editor):
    sources, changes = apps.get_model("sources", "Source").objects, apps.get_model("sources", "SourceChange").objects
    last = changes.order_by("-id").values_list("at", flat=True).first()
    now = timezone.now()
    at = now if last is None else max(now, last + timedelta(microseconds=1))
    for source in sources.exclude(country__in=["", *NAMES]).order_by("id"):
        old, new, reason = _mended(source)
        sources.filter(pk=source.pk).update(**new)
        changes.create(source=source, action="changed", old=old, new=new, at=at, actor="migration", reason=reason)
        at += timedelta(microseconds=1)


def _mended(source):
    """Return the old and the new values of a source, and why."""
    found, code = country_mistake(source.country), source.country
    if found.meant:
        return {"country": code}, {"country": found.meant}, f"The code of ISO 3166-1 for “{code}”."
    if source.organisation:
        return {"country": code}, {"country": ""}, f"“{code}” is no country of ISO 3166-1."
    old, new = {"country": code, "organisation": ""}, {"country": "", "organisation": code}
    return old, new, f"“{code}” is no country of ISO 3166-1; it is kept as the organisation in words."


class Migration(migrations.Migration):
    dependencies = [("sources", "0017_self_namings")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
