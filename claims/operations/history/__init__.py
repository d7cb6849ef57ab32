"""What is removed from the history of claims."""
