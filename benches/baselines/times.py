"""`insights times` by DuckDB. Closes and ratings are not asked for, so that events are not read."""
import derive
import scope
from duck import Tables, spread, text_list

LIMITS = {"[0,5m)": 300_000, "[5m,15m)": 900_000, "[15m,1h)": scope.HOUR, "[1h,4h)": 4 * scope.HOUR, "[4h,8h)": 8 * scope.HOUR,
          "[8h,24h)": scope.DAY, "[24h,∞)": None}  # fmt: skip


def heatmap(tables):
    """Cases by weekday and hour of their start, with their mean over the days of the period that are such a weekday."""
    asked = tables.scope
    return tables.rows(f"""
        WITH start AS (
            SELECT local(created_at) AS at_place FROM conversations WHERE in_period(created_at)
            UNION ALL
            SELECT local(late) FROM (
                SELECT unnest(late_at) AS late FROM runs JOIN conversations USING (conversation_id)
                WHERE channel IN ({text_list(scope.SPLIT)})
            ) WHERE in_period(late)
        ), day AS (
            SELECT isodow(day) AS weekday, count(*) AS days
            FROM generate_series(DATE '{asked.first_day}', DATE '{asked.last_day}', INTERVAL 1 DAY) AS span(day) GROUP BY weekday
        ), met AS (
            SELECT isodow(at_place) AS weekday, hour(at_place) AS hour, count(*) AS cases FROM start GROUP BY ALL
        )
        SELECT weekday, hour, coalesce(cases, 0) AS cases, coalesce(cases, 0) / days AS cases_mean
        FROM day CROSS JOIN range(24) AS clock(hour) LEFT JOIN met USING (weekday, hour)
    """)


def groups(tables):
    """First responses by how long they took."""
    rank = " ".join(f"WHEN first_response < {limit} THEN '{name}'" if limit else f"ELSE '{name}'" for name, limit in LIMITS.items())
    return tables.rows(f"""
        SELECT CASE {rank} END AS "group", count(*) AS first_response_n, first_response_n / sum(first_response_n) OVER () AS share
        FROM conversations WHERE in_period(answered_at) AND first_response >= 0 GROUP BY ALL
    """)


def main():
    tables = Tables(scope.asked(__doc__))
    derive.runs(tables, cases=True)
    derive.talk(tables)
    derive.no_events(tables)
    derive.conversations(tables, "")
    scope.tell({
        "heatmap": heatmap(tables),
        "first_response_groups": groups(tables),
        "response": tables.rows(f"""
            SELECT {spread("response", "replied_at - asked_at")} FROM runs SEMI JOIN conversations USING (conversation_id)
            WHERE in_period(replied_at)
        """),
    })


if __name__ == "__main__":
    main()
