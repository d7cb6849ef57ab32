"""The drawing of a claim's chain, shared by the admin and the public API.

Callers pass rows and links as plain values. Nothing here queries the database.
"""

from claims.chain_drawing.boxes import drawn
from claims.chain_drawing.folding import folded
from claims.chain_drawing.marks import gateways
from claims.chain_drawing.rows import DISCREDITED, SUPERSEDED, VOIDED, WITHDRAWN, Chain, Row, hands

__all__ = ["DISCREDITED", "SUPERSEDED", "VOIDED", "WITHDRAWN", "Chain", "Row", "drawn", "folded", "gateways", "hands"]
