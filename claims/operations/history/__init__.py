"""What is taken out of the history of claims."""
