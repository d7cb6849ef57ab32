"""Metrics for Prometheus: how long writes take, and what the setting METRICS_COLLECTOR reads at each scrape."""
