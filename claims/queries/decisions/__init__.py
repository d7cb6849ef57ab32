"""The ledger of decisions, and private notes."""
