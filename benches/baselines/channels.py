"""`insights channels` by DuckDB."""
import derive
import figures
import scope
from duck import Tables


def main():
    tables = Tables(scope.asked(__doc__))
    derive.all_of_conversations(tables, "handle_s agent tags subchannel")
    figures.mark_missed(tables)
    keys = {"channel": "channel"}
    scope.tell({
        "channels": tables.rows(figures.volume(tables, keys)),
        "subchannels": tables.rows(figures.volume(tables, keys | {"subchannel": "subchannel"})),
    })


if __name__ == "__main__":
    main()
