"""Answers become lines. A printer knows no option: it gets what to show and yields what to write."""
