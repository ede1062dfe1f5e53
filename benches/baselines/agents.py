"""`insights agents` by DuckDB: all that is credited to an agent as rows of one table, added up by each section's keys."""
import derive
import scope
from duck import Tables, spread, targets

FIGURES = f"""
    count(*) FILTER (created) AS conversations, count(DISTINCT conversation_id) FILTER (handled) AS handled,
    count(*) FILTER (reply) AS replies, count(*) FILTER (closed) AS closed,
    {spread("first_response", "first_response")}, {spread("response", "response")}, {spread("resolution", "resolution")},
    avg(score) AS satisfaction, count(score) AS ratings,
    count(*) FILTER (fcr) / nullif(count(fcr), 0) AS fcr_rate,
    count(*) FILTER (acceptable) / nullif(count(acceptable), 0) AS within_acceptable_rate
"""


def credit(tables):
    """One row a credit within the period; what a row does not tell is null."""
    tables.make("ended", f"""
        WITH close AS (SELECT conversation_id AS place, conversation_id, closed_at AS moment FROM conversations WHERE in_period(closed_at)),
        assignment AS ({derive.assignment("close")})
        SELECT conversation_id, channel, closed_at, agent, {derive.credited("closer", "assignment")} AS closer,
            CASE WHEN closed_at >= created_at THEN closed_at - created_at END AS resolution,
            {derive.FCR} AS fcr
        FROM conversations AS talk LEFT JOIN assignment ON place = conversation_id WHERE in_period(closed_at)
    """)
    first = "CASE WHEN first_response >= 0 {0} THEN first_response END AS first_response,"
    first += "CASE WHEN first_response >= 0 {0} THEN first_response <= acceptable END AS acceptable"
    tables.make("credit", f"""
        SELECT *, date_trunc('month', local(moment)) AS month FROM (
            SELECT conversation_id, channel, created_at AS moment, agent, true AS created FROM conversations WHERE in_period(created_at)
            UNION ALL BY NAME
            SELECT conversation_id, channel, replied_at AS moment, coalesce(author, agent) AS agent, true AS reply, true AS handled,
                replied_at - runs.asked_at AS response, {first.format("AND runs.asked_at IS NOT NULL AND replied_at = answered_at")}
            FROM runs JOIN conversations USING (conversation_id) LEFT JOIN {targets()} USING (channel) WHERE in_period(replied_at)
            UNION ALL BY NAME
            SELECT conversation_id, channel, answered_at AS moment, agent, {first.format("")}
            FROM conversations LEFT JOIN {targets()} USING (channel) WHERE NOT spoke AND in_period(answered_at)
            UNION ALL BY NAME
            SELECT conversation_id, channel, closed_at AS moment, closer AS agent, true AS closed, true AS handled, resolution, fcr
            FROM ended
            UNION ALL BY NAME
            SELECT conversation_id, channel, closed_at AS moment, agent, true AS handled FROM ended WHERE agent <> coalesce(closer, '')
            UNION ALL BY NAME
            SELECT conversation_id, channel, moment, NULL AS agent, true AS handled
            FROM events JOIN conversations USING (conversation_id)
            WHERE kind = 'forwarded' AND conversations.agent IS NULL AND in_period(moment)
            UNION ALL BY NAME
            SELECT conversation_id, channel, moment, ratings.agent, score FROM ratings LEFT JOIN conversations USING (conversation_id)
        )
    """)


def main():
    tables = Tables(scope.asked(__doc__))
    derive.runs(tables, authors=True)
    derive.talk(tables)
    derive.events(tables, ("assigned", "forwarded"))
    derive.conversations(tables, "agent tags replies reopens", more=["closer"])
    derive.ratings(tables)
    credit(tables)
    scope.tell({
        "agents": tables.rows(f"""
            SELECT CASE WHEN grouping(agent) = 1 THEN '(total)' ELSE coalesce(agent, '(team)') END AS agent, {FIGURES}
            FROM credit GROUP BY GROUPING SETS ((agent), ())
        """),
        "by_channel": tables.rows(f"SELECT agent, channel, {FIGURES} FROM credit GROUP BY agent, channel"),
        "by_tag": tables.rows(f"""
            WITH tagged AS (SELECT conversation_id, {derive.EACH_TAG} FROM conversations)
            SELECT agent, tag, {FIGURES} FROM credit LEFT JOIN tagged USING (conversation_id) GROUP BY agent, tag
        """),
        "by_month": tables.rows(f"SELECT strftime(month, '%Y-%m') AS bucket, agent, {FIGURES} FROM credit GROUP BY month, agent"),
    })


if __name__ == "__main__":
    main()
