"""One process for each thing that is compared: each runs in the environment it needs and answers JSON lines."""
