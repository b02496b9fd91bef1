"""The Textual app: a wizard over a spec, and a window on run directories.

It has no logic of its own that the command line lacks: what is chosen here becomes a spec, what is slow is asked of the
desk (a process of its own), and what is done is done by a runner that does not know who is watching.
"""
