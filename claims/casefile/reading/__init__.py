"""From bytes to records: JSON, YAML and lines, with every fault explained."""
