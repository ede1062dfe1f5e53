"""`insights conversations` by DuckDB. The first question is the row's, else its subject: exports of these tables always give it."""
import ai
import derive
import scope
from duck import Tables, text_list


def main():
    tables = Tables(scope.asked(__doc__))
    derive.brief_talk(tables, {name: ai.TALK[name] for name in ("last_key", "ai_keys")})
    derive.events(tables, ("handoff",))
    names = "conversation_id customer_name customer_email customer_phone first_question subject channel status ai_status agent tags"
    moments = "messages created_at updated_at closed_at resolution_s"
    as_of = tables.scope.as_of
    tables.write(f"""
        WITH history AS (
            SELECT conversation_id, max_by(closes, key) AS closed, coalesce(bool_or(closes), false) AS told, {ai.HANDOFFS}
            FROM events SEMI JOIN (FROM talk WHERE ai_keys IS NOT NULL) USING (conversation_id) GROUP BY conversation_id
        ), given AS (
            FROM {tables.read("conversations", f"{names} {moments}")}
            WHERE in_period(created_at) AND created_at <= {as_of} AND status IN ({text_list(scope.EXCLUDED)}) IS NOT TRUE
        ), state AS (
            SELECT * REPLACE (CASE WHEN told THEN closed ELSE {derive.row_closed(tables)} END AS closed),
                talk.conversation_id IS NOT NULL AS spoke,
                coalesce(last_key >> 2, CASE WHEN updated_at <= {as_of} THEN updated_at END, created_at) AS latest
            FROM given LEFT JOIN talk USING (conversation_id) LEFT JOIN history USING (conversation_id)
        )
        SELECT conversation_id, coalesce(first_question, subject) AS first_question,
            coalesce(customer_name, customer_email, customer_phone, 'Anonymous') AS profile, channel, status,
            {ai.status(tables)} AS ai_status,
            array_to_string(tags, ';') AS tags, coalesce(nullif(spoken, 0), messages, 0) AS messages, agent,
            written(created_at) AS created_at, written(latest) AS updated_at
        FROM state ORDER BY latest DESC
    """, "FORMAT json, ARRAY true")


if __name__ == "__main__":
    main()
