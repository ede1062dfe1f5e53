"""Rounds: what lies in the folder of one, and the command line that is run there."""
import os
import shutil

from fuzzing.damage import configuration, damaged, damaged_export, damaged_set
from fuzzing.seeds import PROFILES

REPORTS = ["summary", "agents", "channels", "tags", "times", "quality", "phone", "faq", "ai", "report"]
COMMANDS = [[report] for report in REPORTS] + [
    ["inspect"], ["inspect", "--raw"], ["inspect", "--dialect", "json"], ["facts"], ["facts", "--grain", "case"], ["facts", "--grain", "message,exchange,handling"],
    ["facts", "--grain", "rating,action,lapse,comment,ai,order,call,contact,passage"], ["conversations"], ["conversations", "--search", "a"], ["check"],
    ["summary", "--by", "agent", "--every", "day"], ["summary", "--compare", "previous"], ["summary", "--list", "backlog"],
    ["thread", "1"], ["summary", "--rejects", "rejects.csv"], ["summary", "--pseudonymise"], ["report", "-o", "out/"],
    ["report", "-o", "out.html"], ["report", "-o", "out.xlsx"], ["report", "-o", "out.pdf"], ["import", "--archive", "kept"],
    ["init", "--yes", "-o", "own-insights.toml"], ["parts", "plan"],
]
# What a report may be asked besides.
ASKED = [
    ["--as-of", "latest"], ["--tz", "Europe/Amsterdam"], ["--period", "2026-01"], ["--since", "90d"], ["--week-start", "sunday"], ["--anchor", "closed"],
    ["--by", "channel"], ["--by", "tag,team"], ["--by", "customer"], ["--every", "week"], ["--every", "hour"], ["--compare", "year"],
    ["--channel", "email"], ["--team", "!Sales"], ["--tag", "!a"], ["--lang", "nl"], ["--limit", "0"], ["--limit", "3"], ["--sort", "conversations:desc"],
    ["--columns", "+messages"], ["--csv-dialect", "excel-eu"], ["--pseudonymise"], ["--strict"], ["--fail-if-empty"], ["-v"], ["--quiet"], ["--color", "always"],
    ["--rejects", "left.jsonl"], ["--source-tz", "America/New_York"],
]
FORMATS = ["table", "csv", "json", "ndjson", "markdown", "html", "tsv"]


def write(folder, name, data):
    path = os.path.join(folder, name)
    try:
        file = open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path))
        file = open(path, "wb")
    with file:
        file.write(data)


class Pools:
    """What rounds damage: it grows by what was damaged in a round that went where none had gone."""

    MOST = 4_000

    def __init__(self, exports, kept, made, divided):
        self.exports, self.kept, self.made, self.configurations, self.profiles = exports, [kept], [made], [], list(PROFILES)
        self.divided = divided

    def learn(self, taken):
        """Keeps what a round took that is no larger than it need be."""
        for pool, value, size in taken:
            if len(pool) < self.MOST and size < 100_000:
                pool.append(value)


class Round:
    """The folder of a round as it is laid out, its command line, and what it took from the pools."""

    def __init__(self, dice, folder, pools):
        self.dice, self.folder, self.pools, self.taken = dice, folder, pools, []
        self.input = os.path.join(folder, "in")
        os.makedirs(self.input)
        self.arguments = self.on_parts() if dice.random() < 0.12 else self.on_files()

    def lay_out_set(self, pool):
        files = damaged_set(self.dice, self.dice.choice(pool))
        self.taken.append((pool, files, sum(map(len, files.values()))))
        for name, data in files.items():
            write(self.input, name, data)
        return list(files)

    def lay_out_exports(self):
        """Writes damaged exports, mostly one, and says which files there are."""
        names, pool = [], self.pools.exports
        for _ in range(self.dice.choice([1, 1, 1, 1, 2, 3])):
            # What was learnt last is as likely as all that there was.
            export = pool[-1 - self.dice.randrange(min(len(pool), 200))] if self.dice.random() < 0.4 else self.dice.choice(pool)
            data = None
            if self.dice.random() < 0.9:
                export, data = damaged_export(self.dice, export)
                self.taken.append((pool, export, len(data)))
            names.append(export.name)
            write(self.input, export.name, export.bytes() if data is None else data)
        return names

    def of_text(self, name, pool, fresh, damage):
        """Writes a text of a pool, damaged as often as `damage` says, or a fresh one."""
        text = fresh() if fresh and (not pool or self.dice.random() < 0.5) else self.dice.choice(pool)
        text = damaged(self.dice, text) if self.dice.random() < damage else text
        self.taken.append((pool, text, len(text)))
        write(self.folder, name, text)

    def asked(self, command):
        """Some of what a report may be asked besides what its command asks."""
        flags = {words[0]: words for words in self.dice.choices(ASKED, k=self.dice.choice([0, 1, 1, 2, 3]))}
        return [word for flag, words in flags.items() if flag not in command for word in words]

    def on_parts(self):
        """The arguments of a command over parts, one of which, or the plan, is damaged."""
        self.lay_out_set(self.pools.made)
        kind = self.dice.random()
        if kind < 0.1:
            return ["parts", "list", "in/plan.json"]
        if kind < 0.25:
            shutil.copytree(self.pools.divided, os.path.join(self.folder, "divided"), copy_function=os.link)
            return ["facts", "divided", "--part", "new.part", "--plan", "in/plan.json", "--bucket", self.dice.choice(["2026-01/00", "all/alone", "2026-01/alone", "rest"])]
        command = [self.dice.choice([*REPORTS, "conversations"]), "--parts", "in", "--format", self.dice.choice(FORMATS)]
        return command + (self.asked(command) if kind < 0.6 else [])

    def on_files(self):
        """The arguments of a command over damaged exports or a damaged archive."""
        dice = self.dice
        archive = dice.random() < 0.15
        files = self.lay_out_set(self.pools.kept) if archive else self.lay_out_exports()
        if dice.random() < 0.2:
            self.of_text("insights.toml", self.pools.configurations, lambda: configuration(dice), 0.3)
        if archive and dice.random() < 0.15:
            return ["archive", *dice.choice([["info"], ["verify"], ["files"], ["compact"], ["forget", "--customer", "1"]]), "--archive", "in"]
        command = dice.choice(COMMANDS)
        where = "in"
        if "--raw" in command or "--dialect" in command or dice.random() < 0.3:
            where = "in/" + dice.choice(files)
        arguments = [*command, where]
        if command[0] in REPORTS or command[0] in ("facts", "conversations"):
            arguments += ["--as-of", "latest"] if dice.random() < 0.5 else []
            arguments += self.asked(arguments)
            if "-o" not in command and dice.random() < 0.7:
                arguments += ["--format", dice.choice(FORMATS)]
        if dice.random() < 0.1 and command[0] != "thread":
            self.of_text("own.toml", self.pools.profiles, None, 0.8)
            arguments += ["--profile", "own.toml"]
        if dice.random() < 0.1 and command[0] != "thread":
            arguments += ["--threads", dice.choice(["1", "2", "5"])]
        if dice.random() < 0.15 and command[0] in (*REPORTS, "import"):
            # No row finds room: all go to the disk.
            arguments += ["--memory", "1KB"]
        return arguments
