"""Facts derived part by part on an engine or in a loop: are all reports the same, and what does it cost?

usage: scale.py INSIGHTS WORK ENGINE…     engines: loop, sail, connect, spark, transform, kill

WORK gets made-up exports (CONVERSATIONS, 20000), the same rows as whole JSON Lines files and as a lake of Parquet, and
an archive. Then every question below is asked of the whole and of the parts: the bytes must be the same, `input`
included. Exit code 1 if any differs.

loop   examples/spark/loop.sh over the archive
sail       examples/spark/job.py over lake and archive, on a local cluster of Sail    (pip install pysail pyspark-client pyarrow pandas)
connect    the same on Spark, through Spark Connect                            (pip install pyspark[connect] pyarrow; Java 17)
spark      the same on Spark: a master and two workers on this machine
transform  examples/spark/transform.py over the lake, on Spark
kill       the job on Spark, while a worker is killed: once with its shuffle files left, once with them deleted

On Sail and with TRANSFORM it is tried first without the program on the workers: that is to be said by name.
"""
import csv, ctypes, json, os, resource, shutil, signal, socket, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = os.path.join(HERE, "..", "examples", "spark")
program, work, engines = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3:]
many = int(os.environ.get("CONVERSATIONS", "20000"))
buckets = os.environ.get("BUCKETS", "8")
SCOPE = ["--as-of", "2026-10-31", "--tz", "Europe/Amsterdam"]
QUESTIONS = """summary --since 30d
summary --since 90d --every week --by channel
summary --since 400d --by brand,team --every month
summary --period 2026-Q3 --compare previous
summary --since 90d --by language,priority --anchor created
summary --since 60d --anchor closed --by agent
summary --since 60d --anchor answered --channel email,whatsapp --tag !vip
summary --since 2y
agents --since 90d
agents --since 180d --section by_channel
agents --since 90d --section by_tag
agents --since 1y --section by_month
channels --since 90d
channels --since 1y --section subchannels
channels --since 12w --every week --by team
tags --since 90d --limit 0
tags --since 1y --section categories
times --since 1y
times --since 90d --section first_response_groups --by channel
times --since 90d --section response --every day
quality --since 90d
quality --since 1y --every month --by brand
quality --since 1y --section inactivity
quality --since 1y --section engagement
phone --since 90d
phone --since 1y --section hours
ai --since 90d
ai --since 1y --section by_tag
faq --since 90d
faq --since 1y --section before_contact
faq --since 90d --section searches""".splitlines()


def run(arguments, folder=None, **more):
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def make():
    """The rows as JSON Lines, as a lake and as an archive."""
    if os.path.exists(f"{work}/made"):
        return
    run([program, "demo", "--out", f"{work}/csv", "--conversations", str(many), "--until", "2026-10-31", "--quiet"])
    os.makedirs(f"{work}/whole")
    for name in sorted(os.listdir(f"{work}/csv")):
        table = name.removesuffix(".csv")
        rows = list(csv.DictReader(open(f"{work}/csv/{name}", newline="")))
        with open(f"{work}/whole/{table}.jsonl", "w") as file:
            for row in rows:
                file.write(json.dumps({key: value for key, value in row.items() if value != ""}, ensure_ascii=False) + "\n")
        if engines != ["loop"]:
            import pyarrow as pa, pyarrow.parquet as pq
            columns = {key: pa.array([row[key] or None for row in rows], pa.string()) for key in rows[0]}
            os.makedirs(f"{work}/lake/{table}")
            lake = pa.table({"seq": pa.array(range(1, len(rows) + 1), pa.int64()), **columns})
            for at in range(0, len(rows), 50_000):
                pq.write_table(lake.slice(at, 50_000), f"{work}/lake/{table}/{at:09}.parquet")
    run([program, "import", f"{work}/csv", "--archive", f"{work}/archive", "--tz", SCOPE[3], "--quiet"])
    open(f"{work}/made", "w").close()


def asked(path, parts, name):
    """Reports of the whole, called by that name from its folder; asked once."""
    for question in QUESTIONS:
        whole = f"{work}/answers/{os.path.basename(path)}{len(name)}/{question.replace(' ', '_').replace('/', '-')}"
        if not os.path.exists(whole):
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            answer = run([program, *question.split(), name, *SCOPE, "--format", "json", "--quiet"], path)
            open(whole, "w").write(answer)
        yield question, open(whole).read(), run([program, *question.split(), "--parts", parts, "--format", "json", "--quiet"])


def compare(engine, path, parts, seconds, name="."):
    differing = 0
    for question, whole, united in asked(path, parts, name):
        if whole != united:
            differing += 1
            print(f"  {engine}: {question} differs")
    size = sum(os.path.getsize(f"{parts}/{name}") for name in os.listdir(parts))
    print(f"{engine}: {len(QUESTIONS) - differing} of {len(QUESTIONS)} reports the same; {len(os.listdir(parts)) - 1} parts, "
          f"{size / 1e6:.1f} MB" + (f", made in {seconds:.0f} s of CPU" if seconds else ""))
    return differing


def used():
    """Seconds of CPU of all that was started and has ended."""
    for _ in range(20):  # engines leave processes behind that take a moment to end
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            break
        time.sleep(0.05)
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime


def loop():
    parts = fresh("loop")
    before = used()
    run([f"{EXAMPLE}/loop.sh", ".", parts, *SCOPE], f"{work}/archive", env={**os.environ, "INSIGHTS": program})
    return compare("loop", f"{work}/archive", parts, used() - before)


def fresh(engine):
    parts = f"{work}/parts-{engine}"
    shutil.rmtree(parts, ignore_errors=True)
    return parts


def job(engine, source="lake", **more):
    parts = fresh(engine)
    plan = f"{work}/plan-{engine}.json"
    whole, division = ("whole", ["--buckets", buckets]) if source == "lake" else (source, [])
    run([program, "parts", "plan", ".", *division, *SCOPE, "-o", plan], f"{work}/{whole}")
    return parts, [sys.executable, f"{EXAMPLE}/job.py", plan, f"{work}/{source}", parts], {**os.environ, "INSIGHTS": program, **more}


def refused(command, env, says):
    """It must fail, and say why."""
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode == 0 or not all(text in done.stderr for text in says):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}, not refused with {says}:\n{done.stderr[-4000:]}")


def on_spark():
    """The environment of Spark on this machine."""
    import pyspark
    home = os.path.dirname(pyspark.__file__)
    return {**os.environ, "SPARK_HOME": home, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}


def connect():
    before = used()
    parts, command, env = job("connect", REMOTE="local[2]")
    run(command, env={**on_spark(), **env})
    return compare("connect", f"{work}/whole", parts, used() - before)


def transform():
    parts, (python, _, *paths), env = job("transform")
    command, env = [python, f"{EXAMPLE}/transform.py", *paths], {**on_spark(), **env}
    refused(command, {**env, "INSIGHTS": "/nowhere/insights"}, ["/nowhere/insights: not found"])
    before = used()
    run(command, env=env)
    return compare("transform", f"{work}/whole", parts, used() - before)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def sail():
    port = free_port()
    settings = {"SAIL_MODE": "local-cluster", "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2", "RUST_LOG": "error"}
    command = os.path.join(os.path.dirname(sys.executable), "sail")
    before = used()
    server = subprocess.Popen([command, "spark", "server", "--ip", "127.0.0.1", "--port", str(port)],
                              env={**os.environ, **settings}, stdout=open(f"{work}/sail.log", "w"), stderr=subprocess.STDOUT)
    try:
        for _ in range(300):
            if socket.socket().connect_ex(("127.0.0.1", port)) == 0:
                break
            time.sleep(0.1)
        parts, command, env = job("sail", REMOTE=f"sc://127.0.0.1:{port}")
        refused(command, {**env, "INSIGHTS": "/nowhere/insights"}, ["part ", "no program /nowhere/insights on "])
        before = used()
        run(command, env=env)
        of_archive, command, env = job("sail-archive", "archive", REMOTE=f"sc://127.0.0.1:{port}")
        run(command, env=env)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    differing = compare("sail", f"{work}/whole", parts, used() - before)
    return differing + compare("sail, archive", f"{work}/archive", of_archive, 0, f"{work}/archive")


class Cluster:
    """A master and two workers of Spark on this machine."""

    def __enter__(self):
        self.port, self.processes, self.env = free_port(), {}, on_spark()
        self.start("master", "Master", "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", str(free_port()))
        time.sleep(4)
        for name in ["worker1", "worker2"]:
            self.start(name, "Worker", f"spark://127.0.0.1:{self.port}", "--host", "127.0.0.1", "--cores", "1", "--memory",
                       "1g", "--webui-port", str(free_port()), "--work-dir", f"{work}/{name}")
        time.sleep(4)
        return self

    def start(self, name, what, *flags):
        env = {**self.env, "SPARK_LOCAL_DIRS": f"{work}/local-{name}"}
        self.processes[name] = subprocess.Popen(
            [f"{self.env['SPARK_HOME']}/bin/spark-class", f"org.apache.spark.deploy.{what.lower()}.{what}", *flags],
            env=env, stdout=open(f"{work}/{name}.log", "w"), stderr=subprocess.STDOUT, start_new_session=True)

    def kill(self, name):
        os.killpg(self.processes[name].pid, signal.SIGKILL)

    def __exit__(self, *_):
        for process in self.processes.values():
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def spark(name="spark", loses=None):
    with Cluster() as cluster:
        before = used()
        parts, command, env = job(name, MASTER=f"spark://127.0.0.1:{cluster.port}")
        env = {**cluster.env, **env, "PYSPARK_SUBMIT_ARGS": "--conf spark.ui.enabled=false --conf spark.sql.adaptive.enabled=false "
               "--conf spark.executor.memory=768m --conf spark.driver.host=127.0.0.1 pyspark-shell"}
        running = subprocess.Popen(command, env=env, stdout=open(f"{work}/{name}.log", "w"), stderr=subprocess.STDOUT)
        while loses is not None and running.poll() is None:
            if len(os.listdir(parts)) >= 2 if os.path.exists(parts) else False:
                cluster.kill("worker2")
                if loses:
                    shutil.rmtree(f"{work}/local-worker2", ignore_errors=True)
                print(f"{name}: a worker was killed when {len(os.listdir(parts))} of {int(buckets) + 1} parts were there")
                break
            time.sleep(0.02)
        if running.wait():
            sys.exit(f"{name}: exit code {running.returncode}: {open(f'{work}/{name}.log').read()[-3000:]}")
    return compare(name, f"{work}/whole", parts, used() - before)


os.makedirs(work, exist_ok=True)
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: what an engine leaves behind is counted here
make()
differing = 0
for engine in engines:
    if engine == "kill":
        differing += spark("kill", loses=False) + spark("kill-files", loses=True)
    else:
        differing += {"loop": loop, "sail": sail, "connect": connect, "spark": spark, "transform": transform}[engine]()
sys.exit(1 if differing else 0)
