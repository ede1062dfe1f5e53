"""`insights faq` by DuckDB."""
import derive
import scope
from duck import Tables, text_list

# Letters without their marks, digits and `_`, in words.
FOLDED = r"trim(regexp_replace(strip_accents(lower(query)), '[^\p{L}\p{N}_]+', ' ', 'g'))"
FIGURES = """
    sum(views)::BIGINT AS views, count(DISTINCT visitor) AS visitors,
    count(*) FILTER (vote = 'up') AS faq_votes_up, count(*) FILTER (vote = 'down') AS faq_votes_down
"""

SEARCHED = """
    sum(searches)::BIGINT AS searches, coalesce(sum(searches) FILTER (results = 0), 0)::BIGINT AS searches_without_result
"""


def views(tables):
    """The views up to now, with who looked."""
    tables.make("looks", f"""
        SELECT * REPLACE (coalesce(views, 1) AS views), coalesce(visitor_id, customer_id) AS visitor
        FROM {tables.read("faq_views", "at article_id title category visitor_id customer_id views vote")}
        WHERE moment <= {tables.scope.as_of}
    """)


def cases(tables):
    """Cases opened by a customer, with the last article that was read within a day before.

    Only threads that never end are looked through for later cases, and those without a direction for who spoke first.
    """
    asked = tables.scope
    tables.make("talked", f"""
        SELECT conversation_id, created_at, customer_id, direction, channel IN ({text_list(scope.SPLIT)}) AS endless
        FROM {tables.read("conversations", "conversation_id created_at customer_id direction channel status")}
        WHERE created_at <= {asked.as_of} AND status IN ({text_list(scope.EXCLUDED)}) IS NOT TRUE AND customer_id IS NOT NULL
    """)
    tables.make("cases", f"""
        WITH placed AS (
            SELECT conversation_id, key, lag(key) OVER (PARTITION BY conversation_id ORDER BY key) AS previous
            FROM {derive.messages(tables)} SEMI JOIN (FROM talked WHERE endless OR direction IS NULL) USING (conversation_id)
        ), late AS (
            SELECT conversation_id, customer_id, key >> 2 AS started_at FROM placed JOIN talked USING (conversation_id)
            WHERE endless AND key & 3 = {derive.C} AND (key >> 2) - (previous >> 2) > {scope.DAY}
        ), opener AS (
            SELECT conversation_id FROM placed WHERE previous IS NULL AND key & 3 = {derive.H}
        )
        SELECT row_number() OVER () AS case_id, customer_id, started_at FROM (
            SELECT customer_id, started_at FROM late
            UNION ALL
            SELECT customer_id, created_at FROM talked ANTI JOIN (FROM opener) USING (conversation_id) WHERE direction IS NULL
            UNION ALL
            SELECT customer_id, created_at FROM talked WHERE direction = 'incoming'
        )
    """)
    tables.make("read_before", f"""
        WITH who AS (
            SELECT moment, article_id, visitor, customer_id AS id FROM looks WHERE customer_id IS NOT NULL
            UNION ALL
            SELECT moment, article_id, visitor, visitor_id FROM looks WHERE visitor_id <> coalesce(customer_id, '')
        )
        SELECT case_id, started_at, moment, article_id, visitor FROM cases JOIN who ON customer_id = id
        WHERE moment BETWEEN started_at - {scope.DAY} AND started_at
    """)


def totals(tables):
    searched = tables.rows(f"SELECT {SEARCHED} FROM asked")
    after = tables.rows("""
        SELECT count(DISTINCT case_id) FILTER (in_period(started_at)) AS cases_after_faq,
            count(DISTINCT visitor) FILTER (in_period(moment)) AS followed
        FROM read_before
    """)
    looked = tables.rows(f"SELECT {FIGURES}, visitors AS faq_visitors FROM looks WHERE in_period(moment)")
    rate = after[0]["followed"] / looked[0]["visitors"] if looked[0]["visitors"] else None
    rates = {"case_after_faq_rate": rate, "deflection_rate": None if rate is None else 1 - rate}
    return [searched[0] | looked[0] | after[0] | rates]


def main():
    tables = Tables(scope.asked(__doc__))
    views(tables)
    cases(tables)
    tables.make("asked", f"""
        SELECT moment, trim(query) AS query, results, coalesce(searches, 1) AS searches
        FROM {tables.read("faq_searches", "at query results searches")}
        WHERE in_period(moment) AND moment <= {tables.scope.as_of}
    """)
    scope.tell({
        "totals": totals(tables),
        "articles": tables.rows(f"""
            SELECT article_id, {FIGURES}, max_by(title, moment) AS title FROM looks WHERE in_period(moment) GROUP BY article_id
        """),
        "categories": tables.rows(f"SELECT category, {FIGURES} FROM looks WHERE in_period(moment) GROUP BY category"),
        "searches": tables.rows(f"""
            WITH spelling AS (
                SELECT query, {SEARCHED} FROM asked GROUP BY query
            )
            SELECT first(query ORDER BY searches DESC, query) AS query, sum(searches)::BIGINT AS searches,
                sum(searches_without_result)::BIGINT AS searches_without_result
            FROM spelling GROUP BY {FOLDED}
        """),
        "before_contact": tables.rows("""
            WITH last_read AS (
                SELECT max_by(article_id, (moment, article_id)) AS article_id FROM read_before WHERE in_period(started_at) GROUP BY case_id
            )
            SELECT article_id, count(*) AS articles_before_contact, title
            FROM last_read JOIN (SELECT article_id, max_by(title, moment) AS title FROM looks GROUP BY article_id) USING (article_id)
            GROUP BY article_id, title
        """),
        "live": tables.rows("SELECT written(moment) AS at, query, results FROM asked ORDER BY moment DESC"),
    })


if __name__ == "__main__":
    main()
