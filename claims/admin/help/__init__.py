"""The help of the desk: what each flag means and what settles it, the glossary, and the keyboard shortcuts."""
