"""Reports of claims for editors to print, paste or send on: what readers see, in words and local dates."""
