"""Speed, measured: ``make bench``. Each figure is a ratio to an honest limit taken in the same run, or CPU time of one call."""
