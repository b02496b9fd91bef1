"""Rows as functions: every generated value is a Spark SQL expression over the seed, the table, the column, the row.

Nothing here talks to a network or a disk except `connect`, which uses the session that it is handed.
"""
