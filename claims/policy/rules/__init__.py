"""One file per flag, which defines ``RULE``. A rule reads only the case that it gets, and imports no other rule."""
