"""The desk itself: the front page, the sidebar, saved views, who has a claim open, accounts and tokens."""
