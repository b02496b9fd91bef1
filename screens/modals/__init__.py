"""Small screens above the others: questions that must be answered before anything goes on."""
