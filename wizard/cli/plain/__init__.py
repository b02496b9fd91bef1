"""The wizard line by line: for screen readers, for terminals that cannot place characters, for answers from a file.

It asks what the app asks, of the same choices and the same plan, and prints nothing that has to be seen to be read.
"""
