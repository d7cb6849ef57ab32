"""The environment variables of the service.

``variables`` says what each is for, ``environment`` reads them for factcheck/settings.py, and ``reference`` makes
docs/configuration.md.
"""
