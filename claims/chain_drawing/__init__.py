"""The chain of a claim, drawn: the same for its page in the admin and for readers outside.

Whoever draws gives rows and links as plain values; nothing here asks the database.
"""

from claims.chain_drawing.boxes import drawn
from claims.chain_drawing.marks import gateways
from claims.chain_drawing.rows import SUPERSEDED, VOIDED, WITHDRAWN, Chain, Row, hands

__all__ = ["SUPERSEDED", "VOIDED", "WITHDRAWN", "Chain", "Row", "drawn", "gateways", "hands"]
