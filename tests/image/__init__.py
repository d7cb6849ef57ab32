"""Proves the Dockerfile and compose.yaml on a machine without Docker: ``python -m tests.image``.

``building`` has buildah execute the Dockerfile as it is written, on a base that debootstrap makes: Debian 13 with Debian's
Python 3.13, where the real base has its own. ``running`` then starts what compose.yaml says, in namespaces of its own, and
``proof`` asks it.
"""
