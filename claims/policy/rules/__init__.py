"""One file per flag: it defines ``RULE``. A rule reads only the case it is given, and imports no other rule."""
