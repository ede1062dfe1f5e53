"""`insights ai` by DuckDB: all that is counted as rows of one table, added up by each section's key."""
import derive
import scope
from duck import Tables, spread
from scope import DAY

# Messages by the AI agent are few, and only the first after a customer's message is looked for.
AI = f"key & 3 = {derive.A}"
TALK = {
    "asked_at": f"min(key) FILTER (key & 3 = {derive.C}) >> 2",
    "last_key": "max(key)",
    "ai_keys": f"list(key) FILTER ({AI})",
    "ai_messages": f"count(*) FILTER ({AI} AND in_period(key >> 2))",
}
HANDOFFS = """
    min(moment) FILTER (kind = 'handoff') AS handed_at,
    bool_and(coalesce(value, '') = 'closing_message') FILTER (kind = 'handoff') AS only_closing"""
STATUSES = ("resolved", "routed", "closed", "open")


def status(tables):
    """SQL of the AI agent's status of a conversation, null where it took no part."""
    return f"""CASE
        WHEN NOT spoke THEN ai_status
        WHEN len(ai_keys) > 0 THEN CASE
            WHEN only_closing THEN 'closed'
            WHEN handed_at IS NOT NULL THEN 'routed'
            WHEN agent_replies = 0 AND last_key & 3 = {derive.A} AND (closed OR (last_key >> 2) + {2 * DAY} <= {tables.scope.as_of})
                THEN 'resolved'
            ELSE 'open'
        END
    END"""


def conversations(tables, names):
    """All conversations with what the AI agent did in them as `talks`; their `ai_status` is null where it took no part."""
    derive.brief_talk(tables, TALK)
    derive.events(tables, ("assigned", "handoff", "product_click", "sms_touch"))
    first = "list_min(list_filter(ai_keys, lambda key: key > asked_at * 4)) >> 2 AS ai_at"
    derive.conversations(tables, f"ai_status {names}", more=[first, "ai_keys", "last_key"])
    tables.make("talks", f"""
        WITH handoff AS (SELECT conversation_id, {HANDOFFS} FROM events GROUP BY conversation_id)
        SELECT * REPLACE ({status(tables)} AS ai_status) FROM conversations LEFT JOIN handoff USING (conversation_id)
    """)


def sales(tables):
    """Orders of the period, each at the latest touch before it. An order is its customer's, else its conversation's, else its e-mail's."""
    tables.make("orders", f"""
        SELECT order_id, moment, customer_id, conversation_id, lower(trim(customer_email)) AS email, upper(currency) AS currency, status,
            amount - coalesce(refunded, CASE WHEN status = 'refunded' THEN amount ELSE 0 END) AS net
        FROM {tables.read("orders", "order_id at customer_id conversation_id customer_email amount refunded currency status")}
    """)
    found = "order_id, currency, net, moment, touch.conversation_id AS talk, touched_at, until"
    tables.make("sales", f"""
        WITH touch AS (
            SELECT conversation_id, customer_id, lower(trim(customer_email)) AS email, moment AS touched_at,
                moment + CASE WHEN kind = 'sms_touch' AND value = 'click' THEN {5 * DAY} ELSE {DAY} END AS until
            FROM events JOIN talks USING (conversation_id) WHERE kind IN ('product_click', 'sms_touch') AND ai_status IS NOT NULL
        ), sold AS (
            FROM orders WHERE in_period(moment) AND moment <= {tables.scope.as_of} AND status IS DISTINCT FROM 'cancelled'
        ), stray AS (FROM sold ANTI JOIN talks USING (customer_id)),
        matched AS (
            SELECT {found} FROM sold JOIN touch USING (customer_id)
            UNION ALL
            SELECT {found} FROM stray JOIN touch USING (conversation_id)
            UNION ALL
            SELECT {found} FROM (FROM stray ANTI JOIN talks USING (conversation_id)) JOIN touch USING (email)
        )
        SELECT currency, net, talk FROM (
            SELECT any_value(currency) AS currency, any_value(net) AS net, max_by(talk, (touched_at, talk)) AS talk
            FROM matched WHERE moment BETWEEN touched_at AND until GROUP BY order_id
        )
    """)


def figures(tables):
    """SQL of the columns, with two for each currency of the data."""
    statuses = ", ".join(f"count(*) FILTER (taken AND ai_status = '{status}') AS ai_{status}" for status in STATUSES)
    money = "".join(
        f", coalesce(sum(net) FILTER (currency = '{row['currency']}'), 0)::DOUBLE AS ai_sales_{row['currency']},"
        f" ai_sales_{row['currency']} / nullif(ai_conversations, 0) AS ai_sales_per_conversation_{row['currency']}"
        for row in tables.rows("SELECT DISTINCT currency FROM orders ORDER BY currency")
    )
    return f"""
        count(*) FILTER (taken) AS ai_conversations, {statuses}, ai_resolved / nullif(ai_conversations, 0) AS ai_resolved_rate,
        count(*) FILTER (taken AND involved AND ai_status = 'resolved') / nullif(count(*) FILTER (taken AND involved), 0)
            AS ai_resolved_of_involved_rate,
        count(*) FILTER (handed) AS ai_handoffs, {spread("ai_first_response", "first_response")},
        coalesce(sum(said), 0)::BIGINT AS ai_messages, avg(score) FILTER (NOT replied) AS ai_satisfaction,
        avg(score) FILTER (replied) AS human_satisfaction, count(net) AS ai_orders{money}
    """


def main():
    tables = Tables(scope.asked(__doc__))
    conversations(tables, "agent tags customer_email")
    derive.ratings(tables, uncounted=True)
    sales(tables)
    tables.make("facts", """
        SELECT conversation_id, channel, ai_status, true AS taken, NOT spoke OR ai_at IS NOT NULL AS involved
        FROM talks WHERE ai_status IS NOT NULL AND in_period(created_at)
        UNION ALL BY NAME
        SELECT conversation_id, channel, ai_status, true AS handed FROM talks WHERE ai_status IS NOT NULL AND in_period(handed_at)
        UNION ALL BY NAME
        SELECT conversation_id, channel, ai_status, ai_at - asked_at AS first_response FROM talks WHERE in_period(ai_at)
        UNION ALL BY NAME
        SELECT conversation_id, channel, ai_status, ai_messages AS said FROM talks WHERE ai_messages > 0
        UNION ALL BY NAME
        SELECT conversation_id, channel, ai_status, score, replied FROM ratings JOIN talks USING (conversation_id)
        WHERE CASE WHEN replied THEN counted ELSE ai_status IS NOT NULL END
        UNION ALL BY NAME
        SELECT conversation_id, channel, ai_status, currency, net FROM sales JOIN talks ON talk = conversation_id
    """)
    columns = figures(tables)
    met = "HAVING count(taken) + count(handed) + count(first_response) + count(said) + count(net) > 0 OR ai_satisfaction IS NOT NULL"
    scope.tell({
        "totals": tables.rows(f"SELECT {columns} FROM facts"),
        "by_channel": tables.rows(f"SELECT channel, {columns} FROM facts GROUP BY channel {met}"),
        "by_status": tables.rows(f"SELECT ai_status, {columns} FROM facts WHERE ai_status IS NOT NULL GROUP BY ai_status"),
        "by_tag": tables.rows(f"""
            WITH tagged AS (SELECT conversation_id, {derive.EACH_TAG} FROM talks)
            SELECT tag, {columns} FROM facts JOIN tagged USING (conversation_id) GROUP BY tag {met}
        """),
    })


if __name__ == "__main__":
    main()
