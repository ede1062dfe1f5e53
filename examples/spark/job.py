"""Facts of a lake or an archive on Spark: every part of a plan by `insights` itself, on whichever worker is free.

usage: job.py PLAN SOURCE PARTS

PLAN    from `insights parts plan SOURCE --as-of … --tz … -o PLAN`
SOURCE  an archive that every worker can read, or a lake: a folder of Parquet files for each canonical table; where
        there is a column `seq`, it numbers the rows of a table: of equal rows the last counts, and problems name rows by it
PARTS   a folder that every worker can write: there the parts go, and the plan; `insights REPORT --parts PARTS` then makes
        any report

MASTER    spark://… or local[2]; instead REMOTE: sc://host:port of Spark Connect or of Sail
INSIGHTS  the program on the workers [insights]; SHIP=1 sends the one of this machine along
"""
import json, os, re, shutil, subprocess, sys, tempfile
from pyspark.sql import SparkSession, functions as F

plan_path, source, out = (os.path.abspath(path) for path in sys.argv[1:4])
plan_text = open(plan_path).read()
planned = json.loads(plan_text)
division, left = planned["division"], [] if planned["has_sentiment"] else ["body"]  # texts stay at home
program, ship, remote = os.environ.get("INSIGHTS", "insights"), "SHIP" in os.environ, os.environ.get("REMOTE")
OF_CONVERSATIONS = ["conversations", "messages", "events", "ratings"]
TABLES = OF_CONVERSATIONS + ["calls", "faq_views", "faq_searches", "orders", "posts", "comments", "people"]

builder = SparkSession.builder.appName("insights")
spark = (builder.remote(remote) if remote else builder.master(os.environ.get("MASTER", "local[2]"))).getOrCreate()
spark.conf.set("spark.sql.session.timeZone", "UTC")
if ship:
    spark.addArtifact(program, file=True) if remote else spark.sparkContext.addFile(program)
reads = [source] if "archive" in division else [".", "--row-key", "seq"]


def part(name, folder):
    """One part, by the program on this worker, of the files in a folder or of the archive; how many bytes it has."""
    own = program
    if ship:
        from pyspark import SparkFiles
        own = SparkFiles.get(os.path.basename(program))
        os.chmod(own, 0o755)
    plan, written = folder + ".plan", f"{out}/{name.replace('/', '-')}.part"
    with open(plan, "w") as file:
        file.write(plan_text)
    asked = [own, "facts", *reads, "--part", written, "--plan", plan, "--bucket", name, "--threads", "1", "--quiet"]
    try:
        done = subprocess.run(asked, capture_output=True, cwd=folder, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise RuntimeError(f"part {name}: no program {own} on {os.uname().nodename}; INSIGHTS names it") from None
    finally:
        shutil.rmtree(folder)
        os.remove(plan)
    if done.returncode:
        raise RuntimeError(f"part {name}: {done.stderr.decode()}")
    return os.path.getsize(written)


def put_in_order(path):
    """No engine has to keep an order, so lines are put back into that of their numbers, where they have any."""
    with open(path, "r+", encoding="utf-8") as file:
        lines = sorted(file, key=lambda line: int((re.match(r'\{"seq":"?(\d+)', line) or "00")[1]))
        file.seek(0)
        file.writelines(lines)


def derive(batches):
    """Rows as lines of JSON to the parts; a row without a table says that there is a part."""
    import pyarrow as pa
    folders, files = {}, {}
    for batch in batches:
        for name, table, line in zip(*(column.to_pylist() for column in batch.columns)):
            if name not in folders:
                folders[name] = tempfile.mkdtemp(prefix="insights")
            if table and (name, table) not in files:
                files[name, table] = open(f"{folders[name]}/{table}.jsonl", "w", encoding="utf-8")
            if table:
                files[name, table].write(line + "\n")
    for file in files.values():
        file.close()
        put_in_order(file.name)
    made = {name: part(name, folder) for name, folder in folders.items()}
    yield pa.RecordBatch.from_pydict({"name": pa.array(made.keys(), pa.string()), "bytes": pa.array(made.values(), pa.int64())})


many = division.get("buckets")
names = division["archive"] if many is None else [str(bucket) for bucket in range(many)] + ["rest"]
lines = spark.createDataFrame([(name, "", "") for name in names], "name string, table string, line string")
for table in TABLES if many else []:  # an archive is in parts already, so nothing of it is shuffled
    if os.path.exists(f"{source}/{table}"):
        rows = spark.read.parquet(f"{source}/{table}")
        id = F.coalesce(F.col("conversation_id"), F.lit("")) if table in OF_CONVERSATIONS else None
        name = F.lit("rest") if id is None else F.pmod(F.crc32(id.cast("binary")), F.lit(many)).cast("string")
        columns = sorted(set(rows.columns).difference(left), key=lambda column: column != "seq")
        line = F.to_json(F.struct(*columns))
        lines = lines.unionAll(rows.select(name.alias("name"), F.lit(table).alias("table"), line.alias("line")))
os.makedirs(out, exist_ok=True)
made = lines.repartition(len(names), "name").mapInArrow(derive, "name string, bytes long").collect()
with open(f"{out}/plan.json", "w") as file:
    file.write(plan_text)
print(f"{len(made)} parts, {sum(row.bytes for row in made)} bytes")
spark.stop()
