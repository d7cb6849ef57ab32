"""The rules of the desk, pure: facts → independence counts → flags → assessment, with nothing but values going in and out."""
