"""The picture of a claim's chain: the same for its page in the admin and for readers.

Callers pass rows and links as plain values; nothing here queries the database.
"""

from claims.chain_drawing.boxes import drawn
from claims.chain_drawing.marks import gateways
from claims.chain_drawing.rows import SUPERSEDED, VOIDED, WITHDRAWN, Chain, Row, hands

__all__ = ["SUPERSEDED", "VOIDED", "WITHDRAWN", "Chain", "Row", "drawn", "gateways", "hands"]
