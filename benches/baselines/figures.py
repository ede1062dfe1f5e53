"""The figures of `summary`, `channels` and `tags`: all of volume, speed, targets, messaging window and stars, by any key.

`derive` must have made its tables. What falls into the period is told by each figure's own moment.
"""
import derive
import scope
from duck import spread, targets, text_list


def count(name, condition):
    return f"count(*) FILTER ({condition}) AS {name}"


def rates(prefix, value, condition):
    """How many of the values with a target are within it."""
    within = {"within_optimal": "optimal", "within_acceptable": "acceptable"}
    shares = [
        f"count(*) FILTER ({condition} AND {value} <= {limit}) / nullif(count({limit}) FILTER ({condition}), 0) AS {prefix}{name}_rate"
        for name, limit in within.items()
    ]
    return ", ".join(shares) + f", 1 - {prefix}within_acceptable_rate AS {prefix}late_rate"


COUNTS = ", ".join((
    count("conversations", "in_period(created_at)"),
    count("incoming", "in_period(created_at) AND incoming"),
    count("outgoing", "in_period(created_at) AND NOT incoming"),
    count("answered", "in_period(answered_at)"),
    count("closed", "in_period(closed_at)"),
    count("reopened", "in_period(reopened_at)"),
    count("backlog", "open_at_end"),
    "sum(customer_messages + agent_messages)::BIGINT AS messages",
    "sum(customer_messages)::BIGINT AS customer_messages",
    "sum(agent_messages)::BIGINT AS agent_messages",
    "sum(ai_messages)::BIGINT AS ai_messages",
    count("tagged", "in_period(created_at) AND len(tags) > 0"),
    "sum(late_cases + in_period(created_at)::INTEGER)::BIGINT AS cases",
    "sum(customer_replies)::BIGINT AS customer_replies",
    "cases + sum(customer_replies)::BIGINT AS inquiries",
    "(sum(late_cases + in_period(created_at)::INTEGER) FILTER (spoke)) AS spoken_cases",
    "sum(agent_messages) / nullif(spoken_cases, 0) AS replies_per_case",
    "sum(customer_replies) / nullif(spoken_cases, 0) AS customer_replies_per_case",
    count("unanswered", "in_period(created_at) AND incoming AND NOT replied"),
    count("unanswered_open", "in_period(created_at) AND incoming AND NOT replied AND NOT closed"),
    count("unanswered_closed", "in_period(created_at) AND incoming AND NOT replied AND closed"),
))
DURATIONS = ", ".join((
    spread("first_response", "first_response", "in_period(answered_at) AND first_response >= 0"),
    spread("first_response_after_handoff", "taken_at - handed_at", "incoming AND in_period(taken_at)"),
    spread("waiting", "waiting", "in_period(waited_at)"),
    spread("resolution", "closed_at - created_at", "in_period(closed_at) AND closed_at >= created_at"),
    spread("first_resolution", "first_close - created_at", "in_period(first_close) AND first_close >= created_at"),
    spread("handle", "handle_s", "in_period(closed_at) AND handle_s >= 0"),
    rates("", "first_response", "in_period(answered_at) AND first_response >= 0"),
))


def windows(as_of):
    """The messaging windows of runs by their last message; `missed` marks those that were missed."""
    here = f"channel IN ({text_list(scope.WINDOW)}) AND in_period(asked_last)"
    left = f"asked_last + {scope.DAY} - {as_of}"
    return ", ".join((
        f"count(*) FILTER ({here} AND missed) AS window_missed",
        f"window_missed / nullif(count(*) FILTER ({here}), 0) AS window_missed_rate",
        f"count(*) FILTER ({here} AND replied_at IS NULL AND NOT closed AND {left} >= 0 AND {left} < {4 * scope.HOUR}) AS window_closing",
    ))


def mark_missed(tables):
    """Runs with whether their window was missed: no reply within a day, though the day has passed, and not closed in it."""
    limit = f"asked_last + {scope.DAY}"
    tables.make("missed", f"""
        SELECT DISTINCT conversation_id, asked_last FROM runs AS run JOIN conversations USING (conversation_id)
        WHERE channel IN ({text_list(scope.WINDOW)}) AND in_period(asked_last)
            AND coalesce(replied_at > {limit}, {limit} < {tables.scope.as_of})
            AND NOT EXISTS (FROM closings WHERE conversation_id = run.conversation_id AND moment BETWEEN asked_last AND {limit})
    """)


def volume(tables, keys, source="conversations"):
    """SQL of one row a key, which are expressions by their names; `source` may hold a conversation several times."""
    key = ", ".join(f"{expression} AS {name}" for name, expression in keys.items())
    names = ", ".join(keys)

    def beside(name):
        return f"FULL JOIN {name} ON " + " AND ".join(f"total.{key} IS NOT DISTINCT FROM {name}.{key}" for key in keys)

    return f"""
        WITH chosen AS (FROM {source}), total AS (
            SELECT {key}, {COUNTS}, {DURATIONS}
            FROM chosen LEFT JOIN {targets()} USING (channel) LEFT JOIN helped USING (conversation_id) GROUP BY {names}
        ), newcomer AS ({derive.NEWCOMER}), people AS (
            SELECT {names}, count(*) FILTER (wrote) AS customers, count(*) FILTER (helped) AS customers_helped,
                count(*) FILTER (new) AS new_customers, count(*) FILTER (cases > 1) AS repeat_customers,
                repeat_customers / nullif(count(*) FILTER (cases > 0), 0) AS repeat_rate
            FROM (
                SELECT {key}, customer_id, bool_or(customer_messages > 0 OR (NOT spoke AND in_period(created_at))) AS wrote,
                    bool_or(coalesce(in_period(helped_at), false)) AS helped, bool_or(newcomer.conversation_id IS NOT NULL) AS new,
                    sum(late_cases + in_period(created_at)::INTEGER) AS cases
                FROM chosen LEFT JOIN newcomer USING (conversation_id) WHERE customer_id IS NOT NULL GROUP BY {names}, customer_id
            ) GROUP BY {names}
        ), exchanges AS (
            SELECT {key}, {spread("response", "replied_at - run.asked_at", "in_period(replied_at)")},
                {rates("response_", "replied_at - run.asked_at", "in_period(replied_at)")}, {windows(tables.scope.as_of)}
            FROM (
                SELECT runs.*, missed.asked_last IS NOT NULL AS missed
                FROM runs LEFT JOIN missed USING (conversation_id, asked_last) WHERE asked_at IS NOT NULL
            ) AS run JOIN chosen USING (conversation_id) LEFT JOIN {targets()} USING (channel) GROUP BY {names}
        ), judged AS (
            SELECT {key}, avg(score) AS satisfaction, count(*) AS ratings
            FROM ratings LEFT JOIN chosen USING (conversation_id) GROUP BY {names}
        )
        SELECT total.* EXCLUDE ({names}), {", ".join(f"coalesce(total.{name}, judged.{name}) AS {name}" for name in keys)},
            people.* EXCLUDE ({names}), exchanges.* EXCLUDE ({names}), judged.* EXCLUDE ({names})
        FROM total {beside("people")} {beside("exchanges")} {beside("judged")}
    """
