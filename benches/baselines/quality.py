"""`insights quality` by DuckDB, but for sentiment: what the export does not label, DuckDB can not judge."""
import derive
import scope
from duck import Tables

ACTIONS = (
    "unassigned", "reassigned", "reassign_failed", "message_sent", "live_reassigned", "live_reassign_failed", "resumed_reassigned",
    "resumed_reassign_failed",
)  # fmt: skip
KINDS = "'stars', 'thumbs', 'three', 'nps', 'feedback'"


def judged(tables):
    """One row of everything that is counted in ratings."""
    stars = ", ".join(f"count(*) FILTER (kind = 'stars' AND score = {score}) AS rating_{score}" for score in range(1, 6))
    scored = "kind IN ('stars', 'thumbs', 'three')"
    best = "score >= CASE kind WHEN 'stars' THEN 4 WHEN 'thumbs' THEN 2 ELSE 3 END"
    return tables.rows(f"""
        SELECT avg(score) FILTER (kind = 'stars') AS satisfaction, count(*) FILTER (kind = 'stars') AS ratings, {stars},
            count(*) FILTER ({scored} AND {best}) / nullif(count(*) FILTER ({scored}), 0) AS csat_rate,
            count(*) FILTER (kind = 'feedback') AS feedback,
            count(*) FILTER (kind = 'thumbs' AND score = 2) AS votes_up, count(*) FILTER (kind = 'thumbs' AND score = 1) AS votes_down,
            votes_up / nullif(votes_up + votes_down, 0) AS vote_rate,
            count(*) FILTER (kind = 'nps' AND score >= 9) AS nps_promoters,
            count(*) FILTER (kind = 'nps' AND score BETWEEN 7 AND 8) AS nps_passives,
            count(*) FILTER (kind = 'nps' AND score <= 6) AS nps_detractors, count(*) FILTER (kind = 'nps') AS nps_n,
            100 * (nps_promoters - nps_detractors) / nullif(nps_n, 0) AS nps
        FROM ratings
    """)[0]


def conversed(tables):
    """One row of everything that is counted in conversations."""
    late = "CASE WHEN spoke THEN earliest_reply ELSE answered_at END"
    return tables.rows(f"""
        WITH timeout AS (
            SELECT conversation_id, min(moment) AS timeout_at FROM events WHERE kind = 'live_timeout' GROUP BY conversation_id
        ), talk AS (SELECT *, {derive.FCR} AS first_contact FROM conversations LEFT JOIN timeout USING (conversation_id))
        SELECT count(*) FILTER (in_period(timeout_at) AND ({late} <= timeout_at) IS NOT TRUE) AS unanswered_live,
            count(*) FILTER (in_period(first_close) AND CASE WHEN spoke THEN ({late} <= first_close) IS NOT TRUE ELSE NOT replied END)
                AS unanswered_ended,
            count(*) FILTER (in_period(closed_at) AND first_contact) AS fcr,
            fcr / nullif(count(first_contact) FILTER (in_period(closed_at)), 0) AS fcr_rate
        FROM talk
    """)[0]


def actions(tables):
    """How often each kind of event happened."""
    rows = tables.rows("""
        SELECT kind, count(*) AS n FROM events SEMI JOIN conversations USING (conversation_id) WHERE in_period(moment) GROUP BY kind
    """)
    return {row["kind"]: row["n"] for row in rows}


def main():
    tables = Tables(scope.asked(__doc__))
    derive.brief_talk(tables)
    derive.events(tables, ("assigned", "live_timeout", "offline_reassigned", "offline_unassignable", *ACTIONS))
    derive.conversations(tables, "agent replies reopens", more=["earliest_reply"])
    derive.ratings(tables, KINDS)
    counts = judged(tables) | conversed(tables)
    happened = actions(tables)
    inactivity = [{"kind": kind, "inactivity_actions": happened.get(kind, 0)} for kind in ACTIONS]
    counts |= {kind: happened.get(kind, 0) for kind in ("offline_reassigned", "offline_unassignable")}
    counts["inactivity_actions"] = sum(row["inactivity_actions"] for row in inactivity)
    scope.tell({
        "quality": [counts],
        "inactivity": inactivity,
        "nps": [counts],
        "engagement": tables.rows(f"""
            SELECT post_id, count(*) AS engagement FROM {tables.read("comments", "post_id at ours")}
            WHERE ours IS NOT TRUE AND in_period(moment) AND moment <= {tables.scope.as_of} GROUP BY post_id
        """),
    })


if __name__ == "__main__":
    main()
