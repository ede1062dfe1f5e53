"""`insights facts` by DuckDB: the conversations of the period one by one, as CSV."""
import derive
import scope
from duck import Tables, targets

def main():
    tables = Tables(scope.asked(__doc__))
    derive.runs(tables, authors=True)
    derive.talk(tables, authors=True)
    derive.events(tables, ("assigned", "handoff"))
    row = "subchannel brand team agent direction status category language priority tags replies reopens handle_s"
    derive.conversations(tables, row, more=["closer", "first_closer", "first_author", "last_author"])
    derive.helped(tables)
    tables.write(f"""
        WITH ending AS (
            SELECT conversation_id || '<' AS place, conversation_id, first_close AS moment FROM conversations
            WHERE first_close IS NOT NULL AND nullif(first_closer, '') IS NULL
            UNION ALL SELECT conversation_id || '>', conversation_id, closed_at FROM conversations
            WHERE closed_at IS NOT NULL AND nullif(closer, '') IS NULL
        ), assignment AS ({derive.assignment("ending")}),
        newcomer AS ({derive.NEWCOMER}),
        fact AS (
            SELECT talk.* REPLACE (CASE WHEN first_response >= 0 THEN first_response END AS first_response),
                newcomer.conversation_id IS NOT NULL AS new_customer,
                CASE WHEN first_close IS NOT NULL THEN {derive.credited("first_closer", "first_assignment")} END AS first_closed_by,
                CASE WHEN closed_at IS NOT NULL THEN {derive.credited("closer", "last_assignment")} END AS closed_by,
                {derive.FCR} AS first_contact, handed_at, taken_at, taken_by
            FROM conversations AS talk LEFT JOIN helped USING (conversation_id) LEFT JOIN newcomer USING (conversation_id)
                LEFT JOIN assignment AS first_assignment ON first_assignment.place = conversation_id || '<'
                LEFT JOIN assignment AS last_assignment ON last_assignment.place = conversation_id || '>'
            WHERE in_period(created_at)
        )
        SELECT conversation_id, written(created_at) AS created_at, written(answered_at) AS answered_at,
            CASE WHEN answered_at IS NOT NULL THEN coalesce(nullif(first_author, ''), agent) END AS answered_by,
            first_response / 1000 AS first_response_s,
            CASE WHEN incoming THEN written(taken_at) END AS handed_at,
            CASE WHEN incoming AND taken_at IS NOT NULL THEN coalesce(nullif(taken_by, ''), agent) END AS handed_by,
            CASE WHEN incoming THEN (taken_at - fact.handed_at) / 1000 END AS after_handoff_s,
            written(waited_at) AS waited_at, CASE WHEN waited_at IS NOT NULL THEN coalesce(nullif(last_author, ''), agent) END AS waited_by,
            waiting / 1000 AS waiting_s,
            written(first_close) AS first_closed_at, first_closed_by,
            CASE WHEN first_close >= created_at THEN (first_close - created_at) / 1000 END AS first_resolution_s,
            written(closed_at) AS closed_at, closed_by,
            CASE WHEN closed_at >= created_at THEN (closed_at - created_at) / 1000 END AS resolution_s,
            CASE WHEN closed_at IS NOT NULL THEN handle_s / 1000 END AS handle_s,
            written(reopened_at) AS reopened_at, written(helped_at) AS helped_at,
            channel, subchannel, brand, team, agent, customer_id AS customer,
            coalesce(direction, CASE WHEN incoming THEN 'incoming' ELSE 'outgoing' END) AS direction, status, category, language, priority,
            incoming, NOT incoming AS outgoing, coalesce(len(tags) > 0, false) AS tagged, new_customer,
            incoming AND NOT replied AS unanswered, incoming AND NOT replied AND NOT closed AS unanswered_open,
            incoming AND NOT replied AND closed AS unanswered_closed, closed, closed AND incoming AS closed_incoming,
            closed AND coalesce(first_contact, false) AS fcr,
            first_response IS NOT NULL AND optimal IS NOT NULL AS has_optimal, coalesce(first_response <= optimal, false) AS within_optimal,
            first_response IS NOT NULL AND acceptable IS NOT NULL AS has_acceptable,
            coalesce(first_response <= acceptable, false) AS within_acceptable, coalesce(first_response > acceptable, false) AS late,
            first_response IS NOT NULL AS first_responded, spoke AS with_messages, array_to_string(tags, ';') AS tags
        FROM fact LEFT JOIN {targets()} USING (channel) ORDER BY fact.created_at
    """, "FORMAT csv, HEADER")


if __name__ == "__main__":
    main()
