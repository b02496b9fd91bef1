"""Apache Spark on two cores: the recipe's SELECT, word for word, to Parquet.

Whole-stage code generation is off, in Spark's favor: it makes one method of all columns, which is too long for the
JIT compiler. Without it Spark needs less than half the processor time for this SELECT.
"""

from __future__ import annotations

import time

from pyspark.sql import SparkSession

from benchmarks.peers.protocol import Answer, Request, empty, serve


def main() -> None:
    """Start Spark and serve."""
    spark = (
        SparkSession.builder.master("local[2]")
        .appName("benchmark")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")

    def answer(request: Request) -> Answer:
        folder = empty(request["folder"])
        started = time.perf_counter()
        spark.sql(request["sql"]).write.parquet(folder)
        seconds = time.perf_counter() - started
        if not request["check"]:
            return {"seconds": seconds}
        row = spark.sql(f"SELECT count(*), sum(amount) FROM parquet.`{folder}`").first()
        return {"seconds": seconds, "rows": row[0], "amount": float(row[1])}

    serve(answer)


if __name__ == "__main__":
    main()
