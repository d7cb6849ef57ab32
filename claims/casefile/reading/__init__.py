"""From bytes to records: JSON, YAML and streams of lines, with every problem explained."""
