"""The desk: front page, sidebar, saved views, presence, accounts, passwords and API tokens."""
