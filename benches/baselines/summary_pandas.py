"""`insights summary` by pandas: whole columns in memory, of each file the needed ones; what is derived is told in `derive`.

The files are read by pyarrow: pandas' own fast reader takes no line breaks within quotes.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

import scope
from scope import DAY, HOUR

C, A, H = 0, 1, 2
OPENS, CLOSES = ("reopened", "resumed"), ("closed", "ended", "autoclose")


def read(asked, table, text, instants, numbers=(), flags=()):
    """The named columns of a table; instants as milliseconds (a number, or none), numbers as they are written."""
    kinds = dict.fromkeys(text.split(), pa.string()) | dict.fromkeys(numbers, pa.float64()) | dict.fromkeys(flags, pa.bool_())
    kinds |= dict.fromkeys(instants, pa.timestamp("ms", "UTC"))
    taken = pyarrow.csv.ConvertOptions(include_columns=list(kinds), column_types=kinds, strings_can_be_null=True)
    lines = pyarrow.csv.ParseOptions(newlines_in_values=True)
    table = pyarrow.csv.read_csv(asked.folder / f"{table}.csv", convert_options=taken, parse_options=lines)
    for name in instants:
        table = table.set_column(table.column_names.index(name), name, table[name].cast(pa.int64()))
    frame = table.to_pandas()
    return frame[frame[instants[0]] <= asked.as_of]


def within(asked, moments):
    return (moments >= asked.since) & (moments < asked.until)


def runs(asked):
    """Runs of customer messages with the human reply that ends each; sorted once, neighbours are the rows before."""
    messages = read(asked, "messages", "conversation_id author_type", ["at"], flags=["private", "automated"])
    kind = messages["author_type"].map({"customer": C, "ai": A, "agent": H})
    silent = messages["private"].fillna(False) | (messages["automated"].fillna(False) & (messages["author_type"] == "agent"))
    thread, names = pd.factorize(messages["conversation_id"])
    key = (messages["at"] * 4 + kind).where(~silent.astype(bool))
    # Both sort as one number: a conversation, and in it messages without an order last.
    order = np.lexsort((key.fillna(np.inf).to_numpy(), thread))
    placed = pd.DataFrame({"thread": thread[order], "key": key.to_numpy()[order]})
    kind, placed["at"] = placed["key"] % 4, placed["key"] // 4
    begins = placed["thread"] != placed["thread"].shift()
    placed["run"] = (begins | (kind.shift() == H)).cumsum()
    late = (kind == C) & ~begins & (placed["at"] - placed["at"].shift() > DAY)
    here = within(asked, placed["at"])
    placed = placed.assign(
        ask=placed["at"].where(kind == C), replied_at=placed["at"].where(kind == H), late_at=placed["at"].where(late),
        customer_messages=(kind == C) & here, ai_messages=(kind == A) & here, late_cases=late & here,
    )  # fmt: skip
    found = placed.groupby("run", sort=False).agg(
        thread=("thread", "first"), first_key=("key", "min"), last_key=("key", "max"), asked_at=("ask", "min"), asked_last=("ask", "max"),
        replied_at=("replied_at", "max"), customer_messages=("customer_messages", "sum"), ai_messages=("ai_messages", "sum"),
        late_cases=("late_cases", "sum"), first_late=("late_at", "min"),
    )  # fmt: skip
    found["conversation_id"] = names.take(found.pop("thread"))
    return found


def talk(asked, runs):
    """One row a conversation that has messages."""
    answer = runs["replied_at"].where(runs["asked_at"].notna())
    placed = runs.assign(answer=answer, waiting=answer - runs["asked_at"], agent_messages=within(asked, runs["replied_at"]))
    found = placed.groupby("conversation_id", sort=False).agg(
        first_key=("first_key", "min"), last_key=("last_key", "max"), first_asked=("asked_at", "min"), first_reply=("answer", "min"),
        waited_at=("answer", "max"), agent_replies=("replied_at", "count"), waiting=("waiting", "sum"),
        customer_messages=("customer_messages", "sum"), ai_messages=("ai_messages", "sum"), agent_messages=("agent_messages", "sum"),
        late_cases=("late_cases", "sum"), first_late=("first_late", "min"),
    )  # fmt: skip
    return found.assign(spoke=True)


def passages(events):
    """Closes and reopens in their order, with whether a conversation passes from open to closed."""
    order = {kind: place for place, kind in enumerate((*OPENS, *CLOSES))}
    moves = events[events["kind"].isin(list(order))]
    moves = moves.assign(key=moves["at"] * 8 + moves["kind"].map(order), closes=moves["kind"].isin(CLOSES)).sort_values(
        ["conversation_id", "key"]
    )
    follows = moves["conversation_id"] == moves["conversation_id"].shift()
    return moves.assign(passage=moves["closes"] & ~(follows & moves["closes"].shift(fill_value=False)))


def history(asked, moves):
    passage = moves["at"].where(moves["passage"])
    placed = moves.assign(
        closing=passage,
        opening=moves["at"].where(~moves["closes"]),
        before=moves["closes"].astype("float").where(moves["at"] < asked.until),
    )
    return placed.groupby("conversation_id", sort=False).agg(
        told=("closes", "any"), event_closed=("closes", "last"), last_close=("closing", "max"), event_first_close=("closing", "min"),
        reopened_at=("opening", "max"), event_closed_before=("before", "last"),
    )  # fmt: skip


def conversations(asked, talk, history):
    """All conversations, excluded ones as well, with all their moments."""
    names = "conversation_id channel agent customer_id direction status tags"
    numbers = ["replies", "first_response_s", "resolution_s", "handle_s"]
    talks = read(asked, "conversations", names, ["created_at", "closed_at", "first_reply_at"], numbers)
    talks = talks.join(talk, on="conversation_id").join(history, on="conversation_id")
    for name in ("told", "spoke"):
        talks[name] = talks[name].eq(True)
    for name in ("customer_messages", "agent_messages", "ai_messages", "late_cases", "agent_replies"):
        talks[name] = talks[name].fillna(0)

    def given(name):
        return (talks[name].where(talks[name] >= 0) * 1000).round()

    told, spoke, created = talks["told"], talks["spoke"], talks["created_at"]
    reply = talks["first_reply_at"].where(talks["first_reply_at"] >= created).fillna(created + given("first_response_s"))
    reply = reply.where(reply <= asked.as_of)
    close = talks["closed_at"].fillna(created + given("resolution_s"))
    closed = talks["status"].isin(["closed", "resolved"]) | (talks["status"].isna() & talks["closed_at"].notna())
    closed &= ~(close > asked.as_of)
    close = close.where(closed)
    talks["closed"] = talks["event_closed"].eq(True).where(told, closed)
    talks["closed_at"] = talks["last_close"].where(told, close).where(talks["closed"])
    talks["first_close"] = talks["event_first_close"].where(told, close)
    talks["closed_before"] = talks["event_closed_before"].eq(1).where(told, closed & ~(close >= asked.until))
    talks["incoming"] = talks["direction"].eq("incoming").where(talks["direction"].notna(), talks["first_key"] % 4 != H)
    talks["answered_at"] = talks["first_reply"].where(spoke, reply)
    talks["replied"] = (talks["agent_replies"] > 0).where(spoke, reply.notna() | (talks["replies"] > 0))
    talks["first_response"] = (talks["answered_at"] - talks["first_asked"].where(spoke, created)).where(talks["incoming"])
    both = (talks["first_key"] % 4 == C) & (talks["last_key"] % 4 == C) & (talks["agent_replies"] > 0)
    talks["helped_at"] = (talks["last_key"] // 4).where(both)
    split = talks["channel"].isin(scope.SPLIT)
    talks["late_cases"] = talks["late_cases"].where(split, 0)
    opening = talks["incoming"] & within(asked, talks["first_asked"]) & ~(split & (talks["first_late"] == talks["first_asked"]))
    talks["customer_replies"] = talks["customer_messages"] - talks["late_cases"] - opening
    talks["cases"] = talks["late_cases"] + within(asked, created)
    talks["handle"] = given("handle_s")
    return talks


def stars(asked, events, talks):
    """The scores that count: of stars given while somebody was assigned, by the row, the last assignment, or the conversation."""
    rated = read(asked, "ratings", "conversation_id kind agent", ["at"], ["score", "scale"], ["assigned"])
    rated = rated[(rated["kind"] == "stars") & (rated["scale"] == 5) & rated["score"].between(1, 5) & within(asked, rated["at"])]
    rated = rated.assign(place=np.arange(len(rated)))
    given = events.loc[events["kind"] == "assigned", ["conversation_id", "at", "agent"]]
    given = given.rename(columns={"at": "assigned_at", "agent": "assignee"}).fillna({"assignee": ""})
    met = rated[["place", "conversation_id", "at"]].merge(given, on="conversation_id").sort_values(["assigned_at", "assignee"])
    last = met[met["assigned_at"] <= met["at"]].groupby("place")["assignee"].last()
    rated = rated.join(last, on="place").merge(
        talks[["conversation_id", "agent", "status"]], "left", "conversation_id", suffixes=("", "_row")
    )
    owner = rated["assignee"].where(rated["place"].isin(met["place"]), rated["agent_row"]).replace("", np.nan)
    unassigned = rated["assigned"].eq(False).fillna(False).astype(bool)
    counted = rated["agent"].notna() | (owner.notna() & ~unassigned) | rated["assigned"].fillna(False).astype(bool)
    return rated.loc[counted & ~rated["status"].isin(scope.EXCLUDED), "score"]


def spread(name, values):
    """The columns of a duration from its values in milliseconds."""
    values = values.dropna()
    figures = {"mean_s": values.mean(), "median_s": values.median(), "p90_s": values.quantile(0.9)}
    return {f"{name}_n": len(values)} | {f"{name}_{which}": value / 1000 if len(values) else None for which, value in figures.items()}


def share(part, whole):
    return part / whole if whole else None


def rates(prefix, channel, took):
    """Targets met by answers."""
    found = {}
    for place, name in enumerate(("optimal", "acceptable")):
        limit = channel.map({channel: target[place] for channel, target in scope.TARGETS.items() if target[place]})
        found[f"{prefix}within_{name}_rate"] = share((took <= limit).sum(), limit.notna().sum())
    late = found[f"{prefix}within_acceptable_rate"]
    return found | {f"{prefix}late_rate": None if late is None else 1 - late}


def counts(asked, talks):
    created, incoming, closed = within(asked, talks["created_at"]), talks["incoming"], talks["closed"]
    silent = created & incoming & ~talks["replied"]
    found = {
        "conversations": created, "incoming": created & incoming, "outgoing": created & ~incoming, "answered": within(asked, talks["answered_at"]),
        "closed": within(asked, talks["closed_at"]), "reopened": within(asked, talks["reopened_at"]), "backlog": ~talks["closed_before"] & (talks["created_at"] < asked.until),
        "customer_messages": talks["customer_messages"], "agent_messages": talks["agent_messages"], "ai_messages": talks["ai_messages"],
        "messages": talks["customer_messages"] + talks["agent_messages"], "tagged": created & talks["tags"].notna(), "cases": talks["cases"],
        "customer_replies": talks["customer_replies"], "inquiries": talks["cases"] + talks["customer_replies"],
        "unanswered": silent, "unanswered_open": silent & ~closed, "unanswered_closed": silent & closed,
    }  # fmt: skip
    found = {name: int(rows.sum()) for name, rows in found.items()}
    spoken = talks.loc[talks["spoke"], "cases"].sum()
    return found | {
        f"{name}_per_case": share(found[total], spoken) for name, total in (("replies", "agent_messages"), ("customer_replies",) * 2)
    }


def people(asked, talks):
    wrote = (talks["customer_messages"] > 0) | (~talks["spoke"] & within(asked, talks["created_at"]))
    each = talks.assign(wrote=wrote, helped=within(asked, talks["helped_at"])).groupby("customer_id", sort=False).agg(
        wrote=("wrote", "any"), helped=("helped", "any"), first=("created_at", "min"), cases=("cases", "sum")
    )  # fmt: skip
    again = int((each["cases"] > 1).sum())
    return {
        "customers": int(each["wrote"].sum()), "customers_helped": int(each["helped"].sum()),
        "new_customers": int(within(asked, each["first"]).sum()), "repeat_customers": again,
        "repeat_rate": share(again, int((each["cases"] > 0).sum())),
    }  # fmt: skip


def windows(asked, exchanges, moves, talks):
    """Messaging windows by the last message of each run."""
    here = exchanges[exchanges["channel"].isin(scope.WINDOW) & within(asked, exchanges["asked_last"])]
    left, waits = here["asked_last"] + DAY - asked.as_of, here["replied_at"].isna()
    late = here[(here["replied_at"] > here["asked_last"] + DAY) | (waits & (left < 0))].reset_index(names="run")
    told = moves.loc[moves["passage"], ["conversation_id", "at"]]
    closes = pd.concat([told, talks.loc[~talks["told"], ["conversation_id", "closed_at"]].rename(columns={"closed_at": "at"})])
    met = late.merge(closes, on="conversation_id")
    missed = len(late) - met.loc[(met["at"] >= met["asked_last"]) & (met["at"] <= met["asked_last"] + DAY), "run"].nunique()
    closing = waits & ~here["closed"] & (left >= 0) & (left < 4 * HOUR)
    return {"window_missed": missed, "window_missed_rate": share(missed, len(here)), "window_closing": int(closing.sum())}


def durations(asked, talks, exchanges, taken):
    def of(name, took, moment):
        return spread(name, took[within(asked, talks[moment]) & (took >= 0)])

    first = talks[within(asked, talks["answered_at"]) & (talks["first_response"] >= 0)]
    answers = exchanges[within(asked, exchanges["replied_at"])]
    took = answers["replied_at"] - answers["asked_at"]
    return (
        spread("first_response", first["first_response"]) | rates("", first["channel"], first["first_response"])
        | spread("response", took) | rates("response_", answers["channel"], took) | spread("first_response_after_handoff", taken)
        | of("waiting", talks["waiting"], "waited_at") | of("resolution", talks["closed_at"] - talks["created_at"], "closed_at")
        | of("first_resolution", talks["first_close"] - talks["created_at"], "first_close") | of("handle", talks["handle"], "closed_at")
    )  # fmt: skip


def after_handoff(asked, events, runs, talks):
    """How long first replies took after the first hand-off of incoming conversations."""
    handed = events[events["kind"] == "handoff"].groupby("conversation_id")["at"].min().rename("handed_at")
    asking = talks.loc[talks["incoming"], ["conversation_id", "first_reply"]]
    met = (
        runs[["conversation_id", "replied_at"]].dropna().join(handed, on="conversation_id", how="inner").merge(asking, on="conversation_id")
    )
    met = met[(met["replied_at"] >= met["handed_at"]) & (met["replied_at"] >= met["first_reply"])]
    first = met.groupby("conversation_id").agg(replied_at=("replied_at", "min"), handed_at=("handed_at", "first"))
    return (first["replied_at"] - first["handed_at"])[within(asked, first["replied_at"])]


def top_tags(asked, talks):
    tagged = talks.loc[talks["tags"].notna()]
    tagged = pd.DataFrame({
        "tag": tagged["tags"].str.split(";").map(set).map(list), "conversations": within(asked, tagged["created_at"]),
        "messages": tagged["customer_messages"] + tagged["agent_messages"],
    })  # fmt: skip
    rows = (
        tagged.explode("tag")
        .groupby("tag", as_index=False)
        .sum()
        .sort_values(["conversations", "tag"], ascending=[False, True])
        .head(scope.TOP)
    )
    return rows.assign(share=rows["conversations"] / within(asked, talks["created_at"]).sum()).to_dict("records")


def main():
    pa.set_cpu_count(2)
    asked = scope.asked(__doc__)
    exchanged = runs(asked)
    events = read(asked, "events", "conversation_id kind agent", ["at"])
    moves = passages(events)
    all_talks = conversations(asked, talk(asked, exchanged), history(asked, moves))
    score = stars(asked, events, all_talks)
    talks = all_talks[~all_talks["status"].isin(scope.EXCLUDED)]
    exchanges = (
        exchanged[exchanged["asked_at"].notna()].reset_index().merge(talks[["conversation_id", "channel", "closed"]], on="conversation_id")
    )
    totals = (
        counts(asked, talks) | people(asked, talks) | durations(asked, talks, exchanges, after_handoff(asked, events, exchanged, talks))
        | windows(asked, exchanges.drop(columns="run"), moves, talks) | {"satisfaction": score.mean(), "ratings": len(score)}
    )  # fmt: skip
    scope.tell({"totals": [totals], "top_tags": top_tags(asked, talks)})


if __name__ == "__main__":
    main()
