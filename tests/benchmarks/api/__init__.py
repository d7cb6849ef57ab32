"""What a request of the API costs, beside other ways of giving the same answer: ``python -m tests.benchmarks.api``."""
