"""What the reports on conversations stand on, as tables in DuckDB, derived as `insights explain` tells it.

- `runs`: a run of customer messages and the human reply that ends it; replies without such a run stand alone
- `talk`: what the runs of a conversation, or its messages in any order, come to
- `events` and `closings`: when a conversation passed from open to closed
- `conversations`: one row each, with all its moments; what messages and events do not tell is taken from the row
- `helped`: the first reply after a hand-off
- `ratings`: those of the period that count
"""
import scope
from duck import text_list

CLOSES = ("closed", "ended", "autoclose")
# Events of one instant in their order.
ORDER = ("reopened", "resumed", *CLOSES)
C, A, H = 0, 1, 2
# What `brief_talk` does not tell.
UNTOLD = "last_key asked_at first_reply waited_at waiting customer_messages ai_messages agent_messages late_cases first_late"
# Of what customers asked and is closed: whether it was resolved at first contact. Needs `replies` and `reopens` of the row.
FCR = """CASE WHEN incoming THEN
    coalesce(CASE WHEN spoke THEN agent_replies ELSE replies END, 0) = 1 AND reopened_at IS NULL AND (by_events OR coalesce(reopens, 0) = 0)
END"""
# The first conversations ever of customers who are new in the period.
NEWCOMER = """
    SELECT min_by(conversation_id, (created_at, conversation_id)) AS conversation_id FROM conversations
    WHERE customer_id IS NOT NULL GROUP BY customer_id HAVING in_period(min(created_at))"""
# One row a tag, and one without where a conversation has none.
EACH_TAG = "unnest(CASE WHEN len(tags) > 0 THEN list_distinct(tags) ELSE [NULL] END) AS tag"
ROW_CLOSE = "coalesce(closed_at, created_at + CASE WHEN resolution_s >= 0 THEN resolution_s END)"


def row_closed(tables):
    """SQL of whether a conversation is closed as far as its row tells."""
    return f"coalesce(status IN ('closed', 'resolved'), closed_at IS NOT NULL) AND ({ROW_CLOSE} <= {tables.scope.as_of}) IS NOT FALSE"


def all_of_conversations(tables, names):
    """Everything below, with the named columns of conversations besides those that moments stand on."""
    runs(tables)
    talk(tables)
    events(tables, ("assigned", "handoff"))
    conversations(tables, names)
    helped(tables)
    closings(tables)
    ratings(tables)


def messages(tables, names=""):
    """SQL of all messages with their order as one number: the instant, then C, A, H. Notes and the like have none."""
    return f"""(
        SELECT * EXCLUDE (moment, author_type, private, automated), CASE
            WHEN private OR (automated AND author_type = 'agent') THEN NULL
            ELSE moment * 4 + CASE author_type WHEN 'customer' THEN {C} WHEN 'ai' THEN {A} WHEN 'agent' THEN {H} END
        END AS key
        FROM {tables.read("messages", f"conversation_id at author_type private automated {names}")} {tables.lasting()}
        WHERE moment <= {tables.scope.as_of}
    )"""


def runs(tables, authors=False, cases=False):
    """Rows without an order stand last in the last run, which shows that the conversation has messages."""
    period = "in_period(key >> 2)"
    author, order = ("author", "key, message_id") if authors else ("NULL", "key")
    tables.make("runs", f"""
        WITH placed AS (
            SELECT conversation_id, key, key & 3 AS kind, {author} AS author, lag(key) OVER thread AS previous,
                count(*) FILTER (key & 3 = {H}) OVER (thread ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS run
            FROM {messages(tables, "author message_id" if authors else "")}
            WINDOW thread AS (PARTITION BY conversation_id ORDER BY {order})
        ), opening AS (
            SELECT *, kind = {C} AND (key >> 2) - (previous >> 2) > {scope.DAY} AS late FROM placed
        )
        SELECT conversation_id, min(key) AS first_key, max(key) AS last_key,
            min(key) FILTER (kind = {C}) >> 2 AS asked_at, max(key) FILTER (kind = {C}) >> 2 AS asked_last,
            max(key) FILTER (kind = {H}) >> 2 AS replied_at, max(author) FILTER (kind = {H}) AS author,
            count(*) FILTER (kind = {C} AND {period}) AS customer_messages,
            count(*) FILTER (kind = {A} AND {period}) AS ai_messages,
            {"list(key >> 2) FILTER (late)" if cases else "NULL"} AS late_at,
            count(*) FILTER (late AND {period}) AS late_cases, min(key) FILTER (late) >> 2 AS first_late
        FROM opening GROUP BY conversation_id, run
    """)


def talk(tables, authors=False):
    """One row a conversation that has messages, from `runs`; with who replied first and last to a customer where asked for."""
    ends = {"first_author": "min_by", "last_author": "max_by"} if authors else {}
    named = "".join(f", {end}(coalesce(author, ''), replied_at) FILTER (asked_at IS NOT NULL) AS {name}" for name, end in ends.items())
    tables.make("talk", f"""
        SELECT conversation_id, min(first_key) AS first_key, max(last_key) AS last_key, min(asked_at) AS asked_at,
            min(replied_at) AS earliest_reply, min(replied_at) FILTER (asked_at IS NOT NULL) AS first_reply,
            count(replied_at) AS agent_replies, max(replied_at) FILTER (asked_at IS NOT NULL) AS waited_at,
            sum(replied_at - asked_at) AS waiting{named},
            sum(customer_messages)::INTEGER AS customer_messages, sum(ai_messages)::INTEGER AS ai_messages,
            (count(*) FILTER (in_period(replied_at)))::INTEGER AS agent_messages,
            sum(late_cases)::INTEGER AS late_cases, min(first_late) AS first_late
        FROM runs GROUP BY conversation_id
    """)


def brief_talk(tables, more=None):
    """`talk` where no figure needs the order of messages: who spoke first, the replies, and more as expressions by their names."""
    more = dict.fromkeys(UNTOLD.split(), "NULL::BIGINT") | (more or {})
    tables.make("talk", f"""
        SELECT conversation_id, min(key) AS first_key, min(key) FILTER (key & 3 = {H}) >> 2 AS earliest_reply,
            count(*) FILTER (key & 3 = {H}) AS agent_replies, count(key) AS spoken,
            {", ".join(f"{expression} AS {name}" for name, expression in more.items())}
        FROM {messages(tables)} GROUP BY conversation_id
    """)


def events(tables, kinds):
    """The events of the kinds that are needed besides closes and reopens."""
    _keep_events(tables, kinds, tables.read("events", "conversation_id at kind agent value"))


def no_events(tables):
    """What `events` makes where no figure asks for them: the state of conversations then means nothing."""
    empty = ", ".join(f"NULL::VARCHAR AS {name}" for name in ("conversation_id", "kind", "agent", "value"))
    _keep_events(tables, (), f"(SELECT {empty}, NULL::BIGINT AS moment LIMIT 0)")


def _keep_events(tables, kinds, source):
    rank = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(ORDER))
    wanted = text_list((*ORDER, *kinds))
    tables.make("events", f"""
        SELECT *, moment * 8 + CASE kind {rank} END AS key, kind IN ({text_list(CLOSES)}) AS closes
        FROM {source} WHERE moment <= {tables.scope.as_of} AND kind IN ({wanted})
    """)


def conversations(tables, names, more=()):
    """The conversations with the named columns of their rows, and more expressions; `talk` and `events` must stand."""
    asked = tables.scope
    tables.make("moves", """
        SELECT conversation_id, moment, key, agent, closes,
            closes AND lag(closes) OVER (PARTITION BY conversation_id ORDER BY key, agent, value) IS NOT TRUE AS passage
        FROM events WHERE key IS NOT NULL
    """)
    row = "conversation_id created_at channel status direction customer_id closed_at first_reply_at replies first_response_s resolution_s"
    split = f"channel IN ({text_list(scope.SPLIT)})"
    tables.make("every_conversation", f"""
        WITH history AS (
            SELECT conversation_id, bool_or(closes) AS told, max_by(closes, key) AS closed,
                min(moment) FILTER (passage) AS first_close, max(moment) FILTER (passage) AS last_close,
                max_by(coalesce(agent, ''), key) FILTER (passage) AS closer,
                min_by(coalesce(agent, ''), key) FILTER (passage) AS first_closer,
                max_by(closes, key) FILTER (moment < {asked.until}) AS closed_before, max(moment) FILTER (NOT closes) AS reopened_at
            FROM moves GROUP BY conversation_id
        ), given AS (
            SELECT *, {ROW_CLOSE} AS row_close, {row_closed(tables)} AS row_holds,
                CASE WHEN first_reply_at >= created_at THEN first_reply_at
                     WHEN first_response_s >= 0 THEN created_at + first_response_s END AS row_reply
            FROM {tables.read("conversations", " ".join(dict.fromkeys(f"{row} {names}".split())))}
            WHERE created_at <= {asked.as_of}
        ), state AS (
            SELECT *, talk.conversation_id IS NOT NULL AS spoke,
                coalesce(direction = 'incoming', first_key IS NULL OR first_key & 3 <> {H}) AS incoming,
                coalesce(told, false) AS by_events
            FROM given LEFT JOIN talk USING (conversation_id) LEFT JOIN history USING (conversation_id)
        )
        SELECT conversation_id, created_at, channel, customer_id, {", ".join(["incoming", "spoke", *names.split(), *more])},
            status IN ({text_list(scope.EXCLUDED)}) IS TRUE AS excluded, by_events,
            CASE WHEN by_events THEN closed ELSE row_holds END AS closed,
            CASE WHEN by_events THEN CASE WHEN closed THEN last_close END WHEN row_holds THEN row_close END AS closed_at,
            CASE WHEN by_events THEN first_close WHEN row_holds THEN row_close END AS first_close,
            created_at < {asked.until} AND NOT CASE WHEN by_events THEN coalesce(closed_before, false)
                ELSE row_holds AND (row_close < {asked.until}) IS NOT FALSE END AS open_at_end,
            reopened_at, asked_at,
            CASE WHEN spoke THEN first_reply WHEN row_reply <= {asked.as_of} THEN row_reply END AS answered_at,
            CASE WHEN incoming THEN answered_at - CASE WHEN spoke THEN asked_at ELSE created_at END END AS first_response,
            CASE WHEN spoke THEN agent_replies > 0 ELSE answered_at IS NOT NULL OR coalesce(replies > 0, false) END AS replied,
            agent_replies, waited_at, waiting, coalesce(customer_messages, 0) AS customer_messages,
            coalesce(agent_messages, 0) AS agent_messages, coalesce(ai_messages, 0) AS ai_messages,
            CASE WHEN {split} THEN coalesce(late_cases, 0) ELSE 0 END AS late_cases,
            coalesce(customer_messages, 0) - CASE WHEN {split} THEN coalesce(late_cases, 0) ELSE 0 END
                - coalesce(incoming AND in_period(asked_at) AND (first_late = asked_at AND {split}) IS NOT TRUE, false)::INTEGER
                AS customer_replies,
            CASE WHEN first_key & 3 = {C} AND last_key & 3 = {C} AND agent_replies > 0 THEN last_key >> 2 END AS helped_at
        FROM state
    """)
    tables.connection.execute("CREATE TEMP VIEW conversations AS FROM every_conversation WHERE NOT excluded")


def helped(tables):
    """The first reply at or after the first hand-off, and not before the first customer's message."""
    tables.make("helped", """
        WITH handoff AS (
            SELECT conversation_id, min(moment) AS handed_at FROM events WHERE kind = 'handoff' GROUP BY conversation_id
        )
        SELECT conversation_id, any_value(handed_at) AS handed_at, min(replied_at) AS taken_at,
            min_by(coalesce(author, ''), replied_at) AS taken_by
        FROM handoff JOIN runs USING (conversation_id) JOIN talk USING (conversation_id)
        WHERE replied_at >= handed_at AND replied_at >= first_reply GROUP BY conversation_id
    """)


def closings(tables):
    """All passages from open to closed, whoever tells of them."""
    tables.make("closings", """
        SELECT conversation_id, moment FROM moves WHERE passage
        UNION ALL SELECT conversation_id, closed_at FROM conversations WHERE NOT by_events AND closed_at IS NOT NULL
    """)


def credited(actor, assignment):
    """SQL of who a close or a rating belongs to: its actor, else the assignee then, else – nobody ever assigned – the row's agent."""
    return f"coalesce(nullif({actor}, ''), CASE WHEN {assignment}.place IS NULL THEN talk.agent ELSE nullif({assignment}.assignee, '') END)"


def assignment(moments):
    """SQL of who was assigned at each `moment` of a `conversation_id`, by its `place`: '' is nobody; no row, never anyone."""
    return f"""
        SELECT place, max_by(coalesce(event.agent, ''), (event.moment, coalesce(event.agent, '')))
            FILTER (event.moment <= {moments}.moment) AS assignee
        FROM {moments} JOIN events AS event USING (conversation_id) WHERE event.kind = 'assigned' GROUP BY place
    """


def ratings(tables, kinds="'stars'", uncounted=False):
    """Ratings of the period of the kinds named. Stars and feedback count only while somebody was assigned."""
    asked = tables.scope
    tables.make("ratings", f"""
        WITH rating AS (
            SELECT row_number() OVER () AS place, conversation_id, moment, kind, score, agent, assigned
            FROM {tables.read("ratings", "conversation_id at kind score scale comment agent assigned")}
            WHERE kind IN ({kinds}) AND in_period(moment) AND moment <= {asked.as_of} AND CASE kind
                WHEN 'stars' THEN scale = 5 AND score BETWEEN 1 AND 5
                WHEN 'feedback' THEN comment IS NOT NULL
                WHEN 'nps' THEN score BETWEEN 0 AND 10
                ELSE score BETWEEN 1 AND scale
            END
        ), assignment AS ({assignment("rating")})
        SELECT conversation_id, moment, kind, score, agent, agent IS NOT NULL OR coalesce(assigned, false) AS counted FROM (
            SELECT rating.conversation_id, rating.moment, kind, score, assigned,
                CASE WHEN assigned IS FALSE THEN rating.agent ELSE {credited("rating.agent", "assignment")} END AS agent
            FROM rating LEFT JOIN assignment USING (place) LEFT JOIN every_conversation AS talk USING (conversation_id)
            WHERE excluded IS NOT TRUE
        ) WHERE {"true" if uncounted else "counted OR kind NOT IN ('stars', 'feedback')"}
    """)
