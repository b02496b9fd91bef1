"""A demo as it will be, described before any of it is made: its story, its relations, and how its columns are spread.

Everything here returns data; `wizard.printers.portrait` is one reader of it.
"""
