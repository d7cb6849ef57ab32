"""The ledger of decisions, answers to requests for comment, and private notes."""
