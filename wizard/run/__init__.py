"""Carries out plans: a run is a directory, a journal in it, and a process that writes the journal."""
