"""Readers of a run's events that write to a terminal or a pipe."""
