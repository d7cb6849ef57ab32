"""What an operator has to know: whether each part of the service works, in plain words, and what to do if not.

The page “System”, ``manage.py doctor``, ``/readyz`` and ``/metrics`` show it. The checks only read.
"""
