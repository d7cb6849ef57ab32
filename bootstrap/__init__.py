"""From a fresh clone to a running service or a passed suite, with nothing but Python: `python3 -m bootstrap run`.

`__main__` and `interpreter` keep to syntax that Python 3.6 can read, so that a wrong Python gets one clear line and no
SyntaxError. Everything else runs only under a Python that the service itself supports. Nothing here needs a package.
"""
