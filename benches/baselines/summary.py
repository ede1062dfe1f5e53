"""`insights summary` by DuckDB."""
import derive
import figures
import scope
from duck import Tables


def main():
    tables = Tables(scope.asked(__doc__))
    derive.all_of_conversations(tables, "handle_s agent tags")
    figures.mark_missed(tables)
    scope.tell({
        "totals": tables.rows(figures.volume(tables, {"whole": "true"})),
        "top_tags": tables.rows(f"""
            WITH tagged AS (SELECT unnest(list_distinct(tags)) AS tag, * FROM conversations)
            SELECT tag, count(*) FILTER (in_period(created_at)) AS conversations,
                sum(customer_messages + agent_messages)::BIGINT AS messages,
                conversations / (SELECT count(*) FROM conversations WHERE in_period(created_at)) AS share
            FROM tagged GROUP BY tag ORDER BY conversations DESC, tag LIMIT {scope.TOP}
        """),
    })


if __name__ == "__main__":
    main()
