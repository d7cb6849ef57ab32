"""The steps of ``manage.py setup``. Each says what it did or finds done, and can be run again."""
