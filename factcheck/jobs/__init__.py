"""What background jobs share: the scheduler, publishing of tasks, and garbage collection."""
