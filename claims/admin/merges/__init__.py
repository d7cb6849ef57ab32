"""Claims and sources merged, split and deleted, each with a preview and an undo where there is one."""
