"""The desk itself: roles, the permissions of each page, visits, presence, saved views."""
