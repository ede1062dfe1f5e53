"""`insights tags` by DuckDB: the figures of the tags used most, and of each level of the categories."""
import derive
import figures
import scope
from duck import Tables


def shared(tables, key, source):
    """The figures of each row with its share of all conversations."""
    return f"""
        SELECT *, conversations / (SELECT count(*) FROM conversations WHERE in_period(created_at)) AS share
        FROM ({figures.volume(tables, {key: key}, source)}) WHERE {key} IS NOT NULL
    """


def main():
    tables = Tables(scope.asked(__doc__))
    derive.all_of_conversations(tables, "handle_s agent tags category")
    figures.mark_missed(tables)
    tables.make("tagged", f"""
        WITH tagged AS (SELECT unnest(list_distinct(tags)) AS tag, * FROM conversations), top AS (
            SELECT tag FROM tagged GROUP BY tag ORDER BY count(*) FILTER (in_period(created_at)) DESC, tag LIMIT {scope.TOP}
        )
        FROM tagged SEMI JOIN top USING (tag)
    """)
    tables.make("levels", """
        WITH path AS (SELECT *, string_split(category, ' > ') AS steps FROM conversations WHERE category IS NOT NULL)
        SELECT * EXCLUDE (category, steps, depth), array_to_string(steps[1:depth], ' > ') AS category
        FROM (SELECT *, unnest(range(1, len(steps) + 1)) AS depth FROM path)
    """)
    scope.tell({
        "tags": tables.rows(shared(tables, "tag", "tagged")),
        "categories": tables.rows(shared(tables, "category", "levels")),
    })


if __name__ == "__main__":
    main()
