"""DuckDB over the canonical tables: each file read once, the needed columns only, with their types given.

Instants are whole milliseconds since 1970 and durations whole milliseconds, as percentiles are exact on whole numbers only.
Rows are taken as they are: no id comes twice in exports that `insights demo` writes.
"""
import duckdb

import scope

# The columns of the files in their order and what they hold; those of which nothing is said hold text.
COLUMNS = {
    "conversations": "conversation_id created_at:instant channel subchannel brand team agent customer_id customer_name customer_email"
    " customer_phone direction status subject first_question language priority closed_at:instant first_reply_at:instant"
    " first_assigned_at:instant updated_at:instant tags:list category live:flag ai_status reopens:count replies:count"
    " messages:count first_response_s:duration resolution_s:duration handle_s:duration waiting_s:duration",
    "messages": "message_id conversation_id at:instant author_type author private:flag automated:flag template:flag channel body"
    " sentiment",
    "events": "conversation_id at:instant kind agent team value",
    "ratings": "conversation_id at:instant kind score:count scale:count comment agent assigned:flag",
    "calls": "call_id parent_id started_at:instant direction number customer_number agent queue team answered_at:instant"
    " ended_at:instant wait_s:duration talk_s:duration hold_s:duration wrap_s:duration outcome conversation_id tags:list",
    "faq_views": "at:instant article_id title category visitor_id customer_id views:count vote",
    "faq_searches": "at:instant query results:count visitor_id searches:count",
    "orders": "order_id at:instant customer_id conversation_id customer_email amount:money refunded:money currency status",
    "people": "id name email role team",
    "posts": "post_id at:instant channel kind title",
    "comments": "comment_id post_id at:instant author ours:flag body sentiment",
}
STORED = {"instant": "TIMESTAMP", "duration": "DOUBLE", "count": "INTEGER", "flag": "BOOLEAN", "money": "DECIMAL(18, 2)"}
TAKEN = {
    "instant": "epoch_ms({0})",
    "duration": "CAST(round({0} * 1000) AS BIGINT)",
}


def columns_of(table):
    """The types of a table's columns as DuckDB keeps them."""
    return {name: STORED.get(kind, "VARCHAR") for name, kind in kinds_of(table).items()}


def kinds_of(table):
    """What the columns of a table hold."""
    return dict([*column.split(":"), "text"][:2] for column in COLUMNS[table].split())


def csv(path, columns):
    """SQL of a CSV file whose columns have the given types."""
    return f"read_csv('{path}', columns = {columns}, auto_detect = false, header = true, quote = '\"', escape = '\"')"


class Tables:
    """The tables of one scope."""

    def __init__(self, asked):
        self.scope = asked
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute(f"""
            CREATE MACRO in_period(moment) AS moment >= {asked.since} AND moment < {asked.until};
            CREATE MACRO local(moment) AS timezone('{asked.zone}', make_timestamptz(moment * 1000));
            SET TimeZone = '{asked.zone}';
            CREATE MACRO zoned(moment) AS replace(strftime(make_timestamptz(moment * 1000), '%Y-%m-%dT%H:%M:%S.%g%z'), '.000', '');
            CREATE MACRO written(moment) AS zoned(moment) || CASE WHEN len(zoned(moment)) IN (22, 26) THEN ':00' ELSE '' END
        """)

    def read(self, table, names):
        """SQL of the named columns of a table, to stand after FROM; `at`, a word of SQL, is `moment`."""
        kinds, stored, columns = kinds_of(table), columns_of(table), names.split()
        match self.scope.form:
            case "csv":
                source = csv(self.scope.folder / f"{table}.csv", stored)
            case "jsonl":
                wanted = {name: stored[name] for name in columns}
                source = f"read_json('{self.scope.folder / table}.jsonl', columns = {wanted}, format = 'newline_delimited')"
            case "archive":
                source = f"read_parquet('{self.scope.folder / table}/*/*.parquet')"
        taken = TAKEN if self.scope.form == "archive" else TAKEN | {"list": "string_split({0}, ';')"}
        fields = (taken.get(kinds[name], "{0}").format(f'"{name}"') + f" AS {'moment' if name == 'at' else name}" for name in columns)
        return f"(SELECT {', '.join(fields)} FROM {source})"

    def lasting(self):
        """SQL that leaves out rows of conversations in which nothing happened since the period began, where an archive tells."""
        if self.scope.form != "archive":
            return ""
        since = f"make_timestamptz({self.scope.since * 1000})"
        files = {table: f"read_parquet('{self.scope.folder / table}/*/*.parquet')" for table in ("conversations", "messages")}
        return f"""SEMI JOIN (
            SELECT conversation_id FROM {files["conversations"]} WHERE last_moment >= {since}
            UNION SELECT conversation_id FROM {files["messages"]} WHERE "at" >= {since}
        ) USING (conversation_id)"""

    def make(self, name, query):
        """Keeps what a query gives as a table."""
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {query}")

    def rows(self, query):
        """What a query gives, a dictionary a row."""
        result = self.connection.execute(query)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row)) for row in result.fetchall()]


    def write(self, query, options):
        """Writes what a query gives to the standard output, row by row."""
        self.connection.execute(f"COPY ({query}) TO '/dev/stdout' ({options})")


def text_list(words):
    return ", ".join(f"'{word}'" for word in words)


def spread(name, value, where="true"):
    """The columns of a duration in milliseconds: how many, and mean, median and 90th percentile in seconds."""
    chosen = f"FILTER ({where})"
    quantiles = f"(quantile_cont({value}, [0.5, 0.9]) {chosen})"
    return f"""
        count({value}) {chosen} AS {name}_n, avg({value}) {chosen} / 1000 AS {name}_mean_s,
        {quantiles}[1] / 1000 AS {name}_median_s, {quantiles}[2] / 1000 AS {name}_p90_s"""


def targets():
    """The targets as rows: channel, optimal, acceptable."""
    rows = (f"('{channel}', {best or 'NULL'}, {most})" for channel, (best, most) in scope.TARGETS.items())
    return f"(VALUES {', '.join(rows)}) AS target(channel, optimal, acceptable)"
