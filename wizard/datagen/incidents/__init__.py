"""What an incident does: to the values of a column, and to which rows are there."""
