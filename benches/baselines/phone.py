"""`insights phone` by DuckDB. A leg's parent is the call itself: no leg of these exports has a parent that is one."""
import scope
from duck import Tables, spread

OPTIMAL, ACCEPTABLE = 120_000, 300_000
SERVICE, SHORT = 20_000, 5_000
FIGURES = f"""
    count(*) AS calls, count(*) FILTER (incoming) AS calls_in, count(*) FILTER (NOT incoming) AS calls_out,
    count(*) FILTER (reached) AS answered_in, count(*) FILTER (incoming AND NOT picked AND NOT recorded) AS missed,
    count(*) FILTER (left_early) AS abandoned, count(*) FILTER (short) AS short_abandoned,
    count(*) FILTER (incoming AND recorded) AS voicemail,
    calls_in - short_abandoned AS served, answered_in / nullif(served, 0) AS answer_rate,
    {spread("wait", "wait", "reached")}, {spread("talk", "talk")}, {spread("wrap", "wrap")}, {spread("handle", "handle")},
    count(*) FILTER (reached AND wait <= {OPTIMAL}) / nullif(served, 0) AS within_optimal_rate,
    count(*) FILTER (reached AND wait <= {ACCEPTABLE}) / nullif(served, 0) AS within_acceptable_rate,
    count(*) FILTER (reached AND wait <= {SERVICE}) / nullif(served, 0) AS service_level,
    count(*) FILTER (continued) AS followed_up, count(*) FILTER (called_back) AS callbacks, followed_up / count(*) AS follow_up_rate
"""


def keep_calls(tables):
    """One row a call of the period, from its legs, with whether an outgoing call followed within a day if it was missed."""
    asked = tables.scope
    legs = "call_id parent_id started_at answered_at ended_at direction number customer_number agent queue outcome conversation_id"
    first = "ORDER BY started_at, call_id"
    tables.make("every_call", f"""
        WITH leg AS (
            SELECT *, coalesce(parent_id, call_id) AS id, parent_id IS NULL AS root, outcome IN ('answered', 'transferred') AS taken
            FROM {tables.read("calls", f"{legs} wait_s talk_s hold_s wrap_s")} WHERE started_at <= {asked.as_of}
        ), call AS (
            SELECT min(started_at) AS started_at, coalesce(bool_or(taken), false) AS picked,
                bool_or(conversation_id IS NOT NULL) AS continued,
                any_value(direction) FILTER (root) = 'incoming' AS incoming, any_value(number) FILTER (root) AS number,
                any_value(queue) FILTER (root) AS queue, any_value(customer_number) FILTER (root) AS customer_number,
                coalesce(first(agent {first}) FILTER (taken), any_value(agent) FILTER (root)) AS agent,
                first(wait_s {first}) FILTER (taken) AS taken_wait, first(answered_at {first}) FILTER (taken) AS answered_at,
                sum(talk_s) FILTER (taken) AS talk, sum(hold_s) FILTER (taken) AS hold, sum(wrap_s) FILTER (taken) AS wrap,
                NOT picked AND coalesce(bool_or(outcome = 'voicemail'), false) AS recorded,
                NOT picked AND NOT recorded AND coalesce(bool_or(outcome = 'abandoned'), false) AS hung_up,
                any_value(coalesce(wait_s, ended_at - started_at)) FILTER (root) AS patience
            FROM leg GROUP BY id
        )
        SELECT *, incoming AND picked AS reached, incoming AND hung_up AS left_early, left_early AND patience <= {SHORT} AS short,
            coalesce(taken_wait, answered_at - started_at) AS wait, talk + coalesce(hold, 0) + coalesce(wrap, 0) AS handle,
            hour(local(started_at)) AS hour, nullif(ltrim(regexp_replace(customer_number, '[^0-9]', '', 'g'), '0'), '') AS customer
        FROM call
    """)
    tables.make("calls", f"""
        WITH missed AS (SELECT started_at, customer FROM every_call WHERE incoming AND NOT picked AND NOT recorded),
        back AS (
            SELECT DISTINCT missed.started_at, customer FROM missed JOIN every_call AS later USING (customer)
            WHERE NOT later.incoming AND later.started_at BETWEEN missed.started_at AND missed.started_at + {scope.DAY}
        )
        SELECT every_call.*, incoming AND NOT picked AND NOT recorded AND back.customer IS NOT NULL AS called_back
        FROM every_call LEFT JOIN back USING (started_at, customer) WHERE in_period(started_at)
    """)


def rows(tables, key):
    """The figures of each value of a key."""
    return tables.rows(f"""
        WITH figure AS (SELECT {key}, {FIGURES} FROM calls GROUP BY {key}), again AS (
            SELECT {key}, count(*) FILTER (times > 1) AS repeat_callers FROM (
                SELECT {key}, customer, count(*) AS times FROM calls WHERE incoming AND customer IS NOT NULL GROUP BY {key}, customer
            ) GROUP BY {key}
        )
        SELECT figure.*, coalesce(repeat_callers, 0) AS repeat_callers
        FROM figure LEFT JOIN again ON figure.{key} IS NOT DISTINCT FROM again.{key}
    """)


def main():
    tables = Tables(scope.asked(__doc__))
    keep_calls(tables)
    keys = {"numbers": "number", "agents": "agent", "queues": "queue", "hours": "hour"}
    scope.tell({section: rows(tables, key) for section, key in keys.items()})


if __name__ == "__main__":
    main()
