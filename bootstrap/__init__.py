"""From a fresh clone to a running service or a passed suite, with Python alone: `python3 -m bootstrap run`.

`__main__` and `interpreter` use only syntax that Python 3.6 can read, so that an unsupported Python gets a clear message and
not a SyntaxError. Everything else runs only under a Python that the service supports. Nothing here needs a package.
"""
