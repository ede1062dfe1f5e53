"""The same as job.py for a lake, through SQL alone: Spark's TRANSFORM runs part.sh on each part, so no worker needs Python.

usage: transform.py PLAN LAKE PARTS     MASTER, INSIGHTS as for job.py; part.sh and the program lie at the same place on every worker
"""
import base64, json, os, sys
from pyspark.sql import SparkSession

plan_path, lake, out = sys.argv[1:4]
plan_text = open(plan_path).read()
planned = json.loads(plan_text)
many, left = planned["division"]["buckets"], [] if planned["has_sentiment"] else ["body"]
here = os.path.dirname(os.path.abspath(__file__))
OF_CONVERSATIONS = ["conversations", "messages", "events", "ratings"]
TABLES = OF_CONVERSATIONS + ["calls", "faq_views", "faq_searches", "orders", "posts", "comments", "people"]
builder = SparkSession.builder.appName("insights").master(os.environ.get("MASTER", "local[2]"))
for name, value in {"INSIGHTS": os.environ.get("INSIGHTS", "insights"), "PLAN": base64.b64encode(plan_text.encode()).decode()}.items():
    os.environ[name] = value
    builder = builder.config(f"spark.executorEnv.{name}", value)
spark = builder.config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", str(many + 1)).getOrCreate()
selects = [f"SELECT '{name}' AS name, '' AS t, 0L AS seq, '' AS line" for name in [*range(many), "rest"]]
for table in (table for table in TABLES if os.path.exists(f"{lake}/{table}")):
    rows = spark.read.parquet(f"{lake}/{table}")
    rows.createOrReplaceTempView(table)
    bucket = f"string(pmod(crc32(binary(coalesce(conversation_id, ''))), {many}))" if table in OF_CONVERSATIONS else "'rest'"
    seq = "seq" if "seq" in rows.columns else "0L"
    columns = ", ".join(column for column in rows.columns if column not in left)
    selects.append(f"SELECT {bucket}, '{table}', {seq}, to_json(struct({columns})) FROM {table}")
sql = rf"""SELECT TRANSFORM(name, t, line) ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' USING '{here}/part.sh' AS (name string, part string)
ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' FROM (SELECT * FROM ({' UNION ALL '.join(selects)}) DISTRIBUTE BY name SORT BY name, t, seq)"""
os.makedirs(out, exist_ok=True)
for row in spark.sql(sql).toLocalIterator():
    with open(f"{out}/{row.name}.part", "wb") as file:
        file.write(base64.b64decode(row.part))
with open(f"{out}/plan.json", "w") as file:
    file.write(plan_text)
spark.stop()
