"""Sources, their relations and judgements of independence."""
