"""Column kinds as Spark SQL: a function for each, by family; `registry` lists them."""
