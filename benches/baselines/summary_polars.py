"""`insights summary` by polars: lazy frames, of each file the needed columns; what is derived is told in `derive`."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl

import scope
from scope import DAY, HOUR

C, A, H = 0, 1, 2
OPENS, CLOSES = ("reopened", "resumed"), ("closed", "ended", "autoclose")
col = pl.col


def read(asked, table, text, instants, numbers=(), flags=()):
    """The named columns of a table; instants as milliseconds, durations as they are written."""
    path = asked.folder / f"{table}.csv"
    with open(path) as file:
        header = file.readline().strip().split(",")
    kinds = dict.fromkeys(numbers, pl.Float64) | dict.fromkeys(flags, pl.Boolean)
    frame = pl.scan_csv(path, schema={name: kinds.get(name, pl.String) for name in header})
    return frame.select(
        *text.split(),
        *numbers,
        *flags,
        *(col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms").to_physical() for name in instants),
    )


def within(asked, moment):
    moment = col(moment) if isinstance(moment, str) else moment
    return (moment >= asked.since) & (moment < asked.until)


def total(condition):
    return condition.fill_null(False).sum()


def runs(asked):
    """Runs of customer messages with the human reply that ends each; sorted once, neighbours are the rows before."""
    kind = col("author_type").replace_strict({"customer": C, "ai": A, "agent": H}, default=None, return_dtype=pl.Int64)
    silent = col("private").fill_null(False) | (col("automated").fill_null(False) & (col("author_type") == "agent"))
    messages = read(asked, "messages", "conversation_id author_type", ["at"], flags=["private", "automated"])
    placed = (
        messages.filter(col("at") <= asked.as_of)
        .select("conversation_id", key=pl.when(~silent).then(col("at") * 4 + kind))
        .sort("conversation_id", "key", nulls_last=True)
        .with_columns(begins=(col("conversation_id") != col("conversation_id").shift()).fill_null(True))
        .with_columns(kind=col("key") & 3, at=col("key") // 4, before=pl.when(~col("begins")).then(col("key").shift()))
        .with_columns(
            run=(col("begins") | ((col("before") & 3) == H).fill_null(False)).cum_sum(),
            late=(col("kind") == C) & (col("at") - col("before") // 4 > DAY),
        )
    )
    asks, replies = col("at").filter(col("kind") == C), col("at").filter(col("kind") == H)
    return placed.group_by("run").agg(
        col("conversation_id").first(), first_key=col("key").min(), last_key=col("key").max(),
        asked_at=asks.min(), asked_last=asks.max(), replied_at=replies.max(),
        customer_messages=total((col("kind") == C) & within(asked, "at")), ai_messages=total((col("kind") == A) & within(asked, "at")),
        late_cases=total(col("late") & within(asked, "at")), first_late=col("at").filter(col("late")).min(),
    )  # fmt: skip


def talk(asked, runs):
    """One row a conversation that has messages."""
    answers = col("replied_at").filter(col("asked_at").is_not_null())
    return runs.group_by("conversation_id").agg(
        col("first_key").min(), col("last_key").max(), first_asked=col("asked_at").min(), first_reply=answers.min(), waited_at=answers.max(),
        agent_replies=col("replied_at").count(), waiting=(col("replied_at") - col("asked_at")).sum(),
        customer_messages=col("customer_messages").sum(), ai_messages=col("ai_messages").sum(),
        agent_messages=total(within(asked, "replied_at")), late_cases=col("late_cases").sum(), first_late=col("first_late").min(),
        spoke=pl.lit(True),
    )  # fmt: skip


def passages(events):
    """Closes and reopens in their order, with whether a conversation passes from open to closed."""
    order = {kind: place for place, kind in enumerate((*OPENS, *CLOSES))}
    moves = events.filter(col("kind").is_in(list(order))).with_columns(
        key=col("at") * 8 + col("kind").replace_strict(order, return_dtype=pl.Int64)
    )
    follows = col("conversation_id") == col("conversation_id").shift()
    return (
        moves.sort("conversation_id", "key")
        .with_columns(closes=col("kind").is_in(CLOSES))
        .with_columns(passage=col("closes") & ~(follows & col("closes").shift()).fill_null(False))
    )


def history(asked, moves):
    return moves.group_by("conversation_id").agg(
        told=col("closes").any(), event_closed=col("closes").sort_by("key").last(), last_close=col("at").filter(col("passage")).max(),
        event_first_close=col("at").filter(col("passage")).min(), reopened_at=col("at").filter(~col("closes")).max(),
        event_closed_before=col("closes").sort_by("key").filter(col("at").sort_by("key") < asked.until).last(),
    )  # fmt: skip


def conversations(asked, talk, history):
    """All conversations, excluded ones as well, with all their moments."""
    names = "conversation_id channel agent customer_id direction status tags"
    numbers = ["replies", "first_response_s", "resolution_s", "handle_s"]
    rows = read(asked, "conversations", names, ["created_at", "closed_at", "first_reply_at"], numbers).filter(col("created_at") <= asked.as_of)

    def given(name):
        return pl.when(col(name) >= 0).then((col(name) * 1000).round().cast(pl.Int64))

    timely = col("first_reply_at") >= col("created_at")
    row_reply = pl.when(timely).then("first_reply_at").otherwise(col("created_at") + given("first_response_s"))
    row_close = pl.coalesce("closed_at", col("created_at") + given("resolution_s"))
    row_closed = col("status").is_in(["closed", "resolved"]).fill_null(col("closed_at").is_not_null())
    told, spoke, split = col("told"), col("spoke"), col("channel").is_in(scope.SPLIT)
    counted = [col(name).fill_null(0) for name in ("customer_messages", "agent_messages", "ai_messages", "late_cases", "agent_replies")]
    return (
        rows.join(talk, on="conversation_id", how="left").join(history, on="conversation_id", how="left")
        .with_columns(
            told.fill_null(False), spoke.fill_null(False), *counted, row_close=row_close,
            row_reply=pl.when(row_reply <= asked.as_of).then(row_reply),
            row_closed=row_closed & (row_close <= asked.as_of).fill_null(True),
            incoming=(col("direction") == "incoming").fill_null((col("first_key") & 3 != H).fill_null(True)),
            excluded=col("status").is_in(scope.EXCLUDED).fill_null(False),
        )
        .with_columns(
            late_cases=pl.when(split).then("late_cases").otherwise(0), first_late=pl.when(split).then("first_late"),
            closed=pl.when(told).then("event_closed").otherwise("row_closed"),
            first_close=pl.when(told).then("event_first_close").when("row_closed").then("row_close"),
            closed_before=pl.when(told).then(col("event_closed_before").fill_null(False))
                .otherwise(col("row_closed") & (col("row_close") < asked.until).fill_null(True)),
            answered_at=pl.when(spoke).then("first_reply").otherwise("row_reply"),
            helped_at=pl.when((col("first_key") & 3 == C) & (col("last_key") & 3 == C) & (col("agent_replies") > 0)).then(col("last_key") // 4),
        )
        .with_columns(
            closed_at=pl.when("closed").then(pl.when(told).then("last_close").otherwise("row_close")),
            replied=pl.when(spoke).then(col("agent_replies") > 0).otherwise(col("answered_at").is_not_null() | (col("replies") > 0).fill_null(False)),
            first_response=pl.when("incoming").then(col("answered_at") - pl.when(spoke).then("first_asked").otherwise("created_at")),
            opening=(col("incoming") & within(asked, "first_asked") & (col("first_late") != col("first_asked")).fill_null(True)).fill_null(False),
            cases=col("late_cases") + within(asked, "created_at"), handle=given("handle_s"),
        )
        .with_columns(customer_replies=col("customer_messages") - col("late_cases").cast(pl.Int64) - col("opening"))
    )  # fmt: skip


def stars(asked, events, talks):
    """The scores that count: of stars given while somebody was assigned, by the row, the last assignment, or the conversation."""
    rated = read(asked, "ratings", "conversation_id kind agent", ["at"], ["score", "scale"], ["assigned"])
    star = (col("kind") == "stars") & (col("scale") == 5) & col("score").is_between(1, 5) & within(asked, "at") & (col("at") <= asked.as_of)
    rated = rated.filter(star).with_row_index("place")
    given = events.filter(col("kind") == "assigned").select("conversation_id", assigned_at="at", assignee=col("agent").fill_null(""))
    last = rated.join(given, on="conversation_id").sort("assigned_at", "assignee").group_by("place").agg(
        ever=pl.lit(True), assignee=col("assignee").filter(col("assigned_at") <= col("at")).last()
    )  # fmt: skip
    owner = talks.select("conversation_id", "excluded", owner="agent")
    credited = pl.when(col("ever").is_null()).then("owner").when(col("assignee") != "").then("assignee")
    credited = pl.coalesce("agent", pl.when(col("assigned").fill_null(True)).then(credited))
    return (
        rated.join(last, on="place", how="left").join(owner, on="conversation_id", how="left")
        .filter(~col("excluded").fill_null(False) & (credited.is_not_null() | col("assigned").fill_null(False)))
        .select("score")
    )  # fmt: skip


def spread(name, values):
    """The columns of a duration from its values in milliseconds."""
    values = values.drop_nulls()
    figures = {"mean_s": values.mean(), "median_s": values.median(), "p90_s": values.quantile(0.9, "linear")}
    return {f"{name}_n": len(values)} | {f"{name}_{which}": None if value is None else value / 1000 for which, value in figures.items()}


def share(part, whole):
    return part / whole if whole else None


def rates(prefix, answers):
    """Targets met by answers: columns channel and took."""
    found = []
    for place in (0, 1):
        limits = {channel: target[place] for channel, target in scope.TARGETS.items() if target[place]}
        limit = col("channel").replace_strict(limits, default=None, return_dtype=pl.Int64)
        met = answers.select(met=col("took") <= limit)["met"].drop_nulls()
        found.append(share(met.sum(), len(met)))
    optimal, acceptable = found
    late = None if acceptable is None else 1 - acceptable
    return {f"{prefix}within_optimal_rate": optimal, f"{prefix}within_acceptable_rate": acceptable, f"{prefix}late_rate": late}


def counts(asked, talks):
    created, incoming, replied = within(asked, "created_at"), col("incoming"), col("replied")
    silent = created & incoming & ~replied
    found = talks.select(
        conversations=total(created), incoming=total(created & incoming), outgoing=total(created & ~incoming),
        answered=total(within(asked, "answered_at")), closed=total(within(asked, "closed_at")), reopened=total(within(asked, "reopened_at")),
        backlog=total(~col("closed_before") & (col("created_at") < asked.until)), customer_messages=col("customer_messages").sum(), agent_messages=col("agent_messages").sum(),
        ai_messages=col("ai_messages").sum(), tagged=total(created & col("tags").is_not_null()), cases=col("cases").sum(),
        customer_replies=col("customer_replies").sum(), spoken=col("cases").filter("spoke").sum(),
        unanswered=total(silent), unanswered_open=total(silent & ~col("closed")), unanswered_closed=total(silent & col("closed")),
    ).row(0, named=True)  # fmt: skip
    spoken = found.pop("spoken")
    return found | {
        "messages": found["customer_messages"] + found["agent_messages"], "inquiries": found["cases"] + found["customer_replies"],
        "replies_per_case": share(found["agent_messages"], spoken), "customer_replies_per_case": share(found["customer_replies"], spoken),
    }  # fmt: skip


def people(asked, talks):
    wrote = (col("customer_messages") > 0) | (~col("spoke") & within(asked, "created_at"))
    found = talks.filter(col("customer_id").is_not_null()).group_by("customer_id").agg(
        wrote=wrote.any(), helped=within(asked, "helped_at").any(), new=within(asked, col("created_at").min()), cases=col("cases").sum()
    ).select(
        customers=total(col("wrote")), customers_helped=total(col("helped")), new_customers=total(col("new")),
        repeat_customers=total(col("cases") > 1), cased=total(col("cases") > 0),
    ).row(0, named=True)  # fmt: skip
    return found | {"repeat_rate": share(found["repeat_customers"], found.pop("cased"))}


def windows(asked, exchanges, moves, talks):
    """Messaging windows by the last message of each run."""
    here = exchanges.filter(col("channel").is_in(scope.WINDOW) & within(asked, "asked_last"))
    limit, left = col("asked_last") + DAY, col("asked_last") + DAY - asked.as_of
    late = here.filter((col("replied_at") > limit).fill_null(limit < asked.as_of))
    closes = pl.concat([
        moves.filter("passage").select("conversation_id", close="at"),
        talks.filter(~col("told") & col("closed_at").is_not_null()).select("conversation_id", close="closed_at"),
    ])  # fmt: skip
    saved = late.join(closes, on="conversation_id").filter(col("close").is_between(col("asked_last"), limit)).select("run").unique()
    closing = here.filter(col("replied_at").is_null() & ~col("closed") & (left >= 0) & (left < 4 * HOUR))
    missed = len(late) - len(saved)
    return {"window_missed": missed, "window_missed_rate": share(missed, len(here)), "window_closing": len(closing)}


def durations(asked, talks, exchanges, handoffs):
    def of(name, took, moment):
        kept = talks.filter(within(asked, moment)).select(took=took)["took"]
        return spread(name, kept.filter(kept >= 0))

    first = talks.filter(within(asked, "answered_at") & (col("first_response") >= 0)).select("channel", took="first_response")
    answers = exchanges.filter(within(asked, "replied_at")).select("channel", took=col("replied_at") - col("asked_at"))
    taken = exchanges_after(handoffs, talks).filter(within(asked, "replied_at"))
    return (
        spread("first_response", first["took"]) | rates("", first) | spread("response", answers["took"]) | rates("response_", answers)
        | spread("first_response_after_handoff", taken["took"])
        | of("waiting", col("waiting"), "waited_at") | of("resolution", col("closed_at") - col("created_at"), "closed_at")
        | of("first_resolution", col("first_close") - col("created_at"), "first_close") | of("handle", col("handle"), "closed_at")
    )  # fmt: skip


def exchanges_after(handoffs, talks):
    """First replies after the first hand-off of incoming conversations."""
    asked = talks.filter("incoming").select("conversation_id", "first_reply")
    found = handoffs.join(asked, on="conversation_id").filter(col("replied_at") >= pl.max_horizontal("handed_at", "first_reply"))
    first = found.group_by("conversation_id").agg(col("replied_at").min(), col("handed_at").first())
    return first.with_columns(took=col("replied_at") - col("handed_at"))


def top_tags(asked, talks):
    created = within(asked, "created_at")
    tagged = talks.filter(col("tags").is_not_null()).select(
        "created_at", tag=col("tags").str.split(";").list.unique(), written=col("customer_messages") + col("agent_messages")
    )
    rows = tagged.explode("tag").group_by("tag").agg(conversations=total(created), messages=col("written").sum())
    rows = rows.sort("conversations", "tag", descending=[True, False]).head(scope.TOP)
    return rows.with_columns(share=col("conversations") / talks.select(total(created)).item()).to_dicts()


def main():
    asked = scope.asked(__doc__)
    exchanged = runs(asked).collect(engine="streaming")
    events = read(asked, "events", "conversation_id kind agent", ["at"]).filter(col("at") <= asked.as_of).collect()
    moves = passages(events)
    all_talks = conversations(asked, talk(asked, exchanged).lazy(), history(asked, moves).lazy()).collect()
    score = stars(asked, events.lazy(), all_talks.lazy()).collect()["score"]
    talks = all_talks.filter(~col("excluded"))
    known = talks.select("conversation_id", "channel", "closed")
    exchanges = exchanged.filter(col("asked_at").is_not_null()).join(known, on="conversation_id")
    handed = events.filter(col("kind") == "handoff").group_by("conversation_id").agg(handed_at=col("at").min())
    handoffs = exchanged.filter(col("replied_at").is_not_null()).join(handed, on="conversation_id")
    totals = (
        counts(asked, talks) | people(asked, talks) | durations(asked, talks, exchanges, handoffs)
        | windows(asked, exchanges, moves, talks) | {"satisfaction": score.mean(), "ratings": len(score)}
    )  # fmt: skip
    scope.tell({"totals": [totals], "top_tags": top_tags(asked, talks)})


if __name__ == "__main__":
    main()
