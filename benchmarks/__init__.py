"""Where the numbers in the README come from: run `make bench`, or `python -m benchmarks --help`."""
