"""Runs what it is told on one Spark session: one JSON object a line in, one a line out.

It knows no query of its own. Each request has "id", "do", the name of a function below, and that function's arguments; the
answer has the same "id", and "ok" or "error". Requests run side by side. When its input ends, so do its jobs on the cluster,
its session and itself: whoever started it need only go away. Requires pyspark alone.
"""

import json
import os
import re
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

# Whatever else is printed, here or by Java, is no answer.
ANSWERS = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
os.dup2(2, 1)

from pyspark.errors import PySparkException  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql.types import StructType  # noqa: E402

SECONDS_TO_STOP = 15
CONNECT_SECONDS = 10
AT_ONCE = 16

spark = None
writing = threading.Lock()


def start(master, conf):
    """Starts the session, or joins a cluster."""
    global spark
    reach(master)
    builder = SparkSession.builder.master(master)
    for name, value in conf.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLocalProperty("spark.job.interruptOnCancel", "true")
    return {"version": spark.version, "master": spark.sparkContext.master}


def reach(master):
    """A standalone master that nobody answers for takes Spark a minute to give up on."""
    hosts = re.findall(r"([^/,]+):(\d+)", master) if master.startswith("spark://") else []
    failure = None
    for host, port in hosts:
        try:
            socket.create_connection((host, int(port)), CONNECT_SECONDS).close()
            return
        except OSError as error:
            failure = error
    if failure is not None:
        raise ConnectionError("no master answers") from failure


def run(sql):
    """A statement without rows: a function, a setting."""
    spark.sql(sql)


def read(name, format, paths, options, schema=None):
    """Names a relation over files. Paths are taken as they stand, none is a pattern."""
    reader = spark.read.format(format).options(**options).option("__globPaths__", "false")
    if schema is not None:
        reader = reader.schema(schema)
    frame = reader.load(paths)
    frame.createOrReplaceTempView(name)
    return {"schema": frame.schema.jsonValue()}


def view(name, sql):
    """Names a query, which is computed wherever it is read."""
    spark.sql(sql).createOrReplaceTempView(name)


def table(name, sql, path):
    """Computes a query once, into files, and names them. Files and not memory: they outlive the executor that wrote them."""
    frame = spark.sql(sql)
    frame.write.mode("overwrite").parquet(path)
    spark.read.schema(nullable(frame.schema)).parquet(path).createOrReplaceTempView(name)


def nullable(schema):
    return StructType.fromJson(json.loads(json.dumps(schema.jsonValue()).replace('"nullable": false', '"nullable": true')))


def drop(name):
    spark.catalog.dropTempView(name)


def rows(sql):
    """Rows of a small result, each as a JSON text, and its columns."""
    frame = spark.sql(sql)
    columns = [{"name": field.name, "type": field.dataType.simpleString()} for field in frame.schema.fields]
    names = ", ".join("`" + field.name.replace("`", "``") + "`" for field in frame.schema.fields)
    texts = frame.selectExpr(f"to_json(struct({names}), map('ignoreNullFields', 'false')) as row")
    return {"columns": columns, "rows": [row.row for row in texts.collect()]}


def write(sql, path):
    """Rows as Parquet files, whose names are in the order of the rows."""
    frame = spark.sql(sql)
    frame.write.mode("overwrite").parquet(path)
    return {"columns": [field.name for field in frame.schema.fields]}


def outline(name, sql):
    """Names an empty relation that has the columns of a query, of which nothing is computed."""
    spark.createDataFrame([], nullable(spark.sql(sql).schema)).createOrReplaceTempView(name)


REQUESTS = {f.__name__: f for f in (start, run, read, view, table, drop, rows, write, outline)}


def answer(line):
    request = json.loads(line)
    reply = {"id": request.pop("id")}
    try:
        reply["ok"] = REQUESTS[request.pop("do")](**request)
    except PySparkException as error:
        reply["error"] = fault_of(error)
    except Exception as error:  # whatever it is, the caller is told
        reply["error"] = {"kind": type(error).__name__, "condition": None, "message": str(error)}
    with writing:
        print(json.dumps(reply), file=ANSWERS)


def fault_of(error):
    """What Spark said. The message may quote data: the caller decides by condition and kind what of it is told."""
    message = str(error).split("\n\nJVM stacktrace")[0]
    return {
        "kind": type(error).__name__,
        "condition": error.getCondition(),
        "message": message,
        "start": start_of(error, message),
    }


def start_of(error, message):
    """Where in the text it lies: an offset, or [line, column], or null."""
    contexts = [c for c in error.getQueryContext() if c.contextType().name == "SQL"]
    if contexts:
        return contexts[0].startIndex()
    place = re.search(r"\(line (\d+), pos (\d+)\)", message)
    return [int(place[1]), int(place[2])] if place else None


def main():
    """Answers until the input ends; then gives up what still runs, and goes."""
    with_requests = ThreadPoolExecutor(AT_ONCE)
    for line in sys.stdin:
        with_requests.submit(answer, line)
    threading.Timer(SECONDS_TO_STOP, os._exit, [1]).start()
    with_requests.shutdown(wait=False, cancel_futures=True)
    if spark is not None:
        java = spark.sparkContext._gateway.proc
        spark.sparkContext.cancelAllJobs()
        spark.stop()
        java.stdin.close()  # which is its sign to end
        java.wait()
    os._exit(0)


main()
