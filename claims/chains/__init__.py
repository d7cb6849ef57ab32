"""The layout of a claim's chain: the position of each box, and the paths of the lines. Pure: no Django, no database.

A "hand" is a source through whose hands the claim came: a node of the graph. Hands are placed in layers from left to right:
what reached us, then what each cites or copies, down to the origins. The method
is by K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE
Trans. SMC 11 (1981): break cycles, assign layers, order within layers to reduce crossings, then set coordinates. The page
that draws the hands decides how they look.
"""

from claims.chains.drawing import MOST_HANDS, picture_of
from claims.chains.labels import clean, width_of
from claims.chains.layering import layered
from claims.chains.values import BACK, BOX_HEIGHT, BOX_WIDTH, LINE_KINDS, Hand, Line, Link, Picture, Place

__all__ = [
    "BACK",
    "BOX_HEIGHT",
    "BOX_WIDTH",
    "LINE_KINDS",
    "MOST_HANDS",
    "Hand",
    "Line",
    "Link",
    "Picture",
    "Place",
    "clean",
    "layered",
    "picture_of",
    "width_of",
]
