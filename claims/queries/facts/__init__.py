"""The facts that the policy reads, current and past, and their fingerprints."""
