"""The layout of a claim's chain: where each hand is drawn, and how the lines between them run. Pure: numbers in, numbers out.

Hands are in layers from left to right: what reached us, then what each cites or copies, down to the origins. The method
is that of K. Sugiyama, S. Tagawa and M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE
Trans. SMC 11 (1981): break circles, layer, order within layers to save crossings, then place. What the hands look like is
left to the page that draws them.
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
