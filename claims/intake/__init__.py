"""From text that editors paste to proposed records: pure functions, and never final; a person reviews each proposal."""
