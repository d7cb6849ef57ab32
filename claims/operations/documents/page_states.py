"""What is wrong with a page for an attribution, before and after a check. Nothing here queries the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from factcheck.text.anchoring.anchors import Found, How, Orphaned
from factcheck.text.anchoring.finding import Result

#: A page that was missed for longer, and by more checks, is dead by any policy: later checks change nothing.
_LONG: Final = timedelta(days=31)
_OFTEN: Final = 30


class PageState(NamedTuple):
    """The columns of a ``PageProblem`` that say what is wrong; as by default, nothing is."""

    missing_since: datetime | None = None
    missing_why: str = ""
    gone_since: datetime | None = None
    gone_checks: int = 0
    failing_since: datetime | None = None
    last_failed_at: datetime | None = None
    archived: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether nothing is wrong."""
        return self.missing_since is None and self.last_failed_at is None

    @property
    def failing_for(self) -> timedelta:
        """For how long its site failed."""
        if self.failing_since is None or self.last_failed_at is None:
            return timedelta(0)
        return self.last_failed_at - self.failing_since

    def with_quote(self) -> PageState:
        """Return the state once an editor found the quote again."""
        return self._replace(missing_since=None, missing_why="")

    def without_page(
        self, at: datetime, *, gone_since: datetime | None, gone_checks: int, failing_since: datetime | None, archived: bool
    ) -> PageState:
        """Return the state after a check that found no page, with what the checks of the document come to.

        A page that was found dead is alive again after a success alone: a site that fails again after it refused a page for a
        day has failed since the first time.
        """
        if self.failing_for >= _LONG and (self.gone_since is None or self.gone_checks >= _OFTEN):
            return self
        return self._replace(
            gone_since=gone_since,
            gone_checks=gone_checks,
            failing_since=self.failing_since or failing_since,
            last_failed_at=at,
            archived=archived,
        )

    def with_response(self, unreachable_days: int) -> PageState:
        """Return the state after a check whose response was neither the page nor that there is none.

        The site does not fail, unless it was dead already; that it has no such page may still be true.
        """
        if self.failing_since is None or self.failing_for >= timedelta(days=unreachable_days):
            return self
        if self.gone_since is not None:
            return self._replace(failing_since=None)
        return PageState(self.missing_since, self.missing_why)

    def with_page(self, at: datetime, found: Result | None) -> PageState:
        """Return the state after a check that found the page, and ``found`` of the quote: None if there is no quote."""
        if found is None or (isinstance(found, Found) and found.how is not How.EDITED):
            return PageState()
        if isinstance(found, Found):
            return self._replace(missing_since=self.missing_since or at, missing_why=found.how)
        if isinstance(found, Orphaned):
            return self._replace(missing_since=self.missing_since or at, missing_why=found.why)
        return self  # the search took too long
