"""Bytes become Articles."""
