"""Measurements of newsearch, one question a file or folder; each runs as `python -m benchmarks.…`."""
