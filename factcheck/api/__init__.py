"""What every address of the API has in common: who asks, how often, what goes wrong, and what need not be sent again."""
