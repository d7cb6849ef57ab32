"""The pure rules of the desk: facts → independence counts → flags → assessment. They take values and return values."""
