"""How many independent origins are behind a claim: who passes on whom, who speaks for whom, and what that proves."""
