//! The rows behind a figure: `--list`.

use super::definition::{Calculation, Fold, Kpi};
use super::select::{select, Groups, RowSource};
use super::table::Run;
use crate::facts::table::FactTable;
use crate::facts::{Domain, Facts, MISSING, NONE, NUMBER_SCALE, UNDATED};
use crate::report::{Cell, Column, Table, Unit};
use crate::time::face::iso;

/// Every row that a figure was made from: conversation, instant, agent, value; a figure made from others lists theirs.
pub fn list(run: &Run, kpi: &'static Kpi) -> Table {
    let mut rows = Vec::new();
    let (ids, table) = (id_column(kpi), kpi.grain().table());
    if table.is_of_conversations() || !table.dimensions.is_empty() {
        collect(run, kpi, ids, &mut rows);
    } else {
        collect(&run.without_conversations(), kpi, ids, &mut rows);
    }
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    let has_currency = kpi.split().is_some();
    let unit = match kpi.unit() {
        unit @ (Unit::Seconds | Unit::Money) => unit,
        _ => Unit::Ratio,
    };
    let mut columns = Column::dimensions(&[
        (ids, ["Id", "Id", "Id", "Id", "ID"], Unit::Text),
        ("at", ["At", "Tijdstip", "Czas", "Tidspunkt", "Zeitpunkt"], Unit::Instant),
        ("agent", ["Agent", "Medewerker", "Konsultant", "Kundebehandler", "Agent"], Unit::Text),
        ("value", ["Value", "Waarde", "Wartość", "Verdi", "Wert"], unit),
    ]);
    if has_currency {
        columns.push(Column::dimension(
            "currency",
            ["Currency", "Valuta", "Waluta", "Valuta", "Währung"],
            Unit::Text,
        ));
    }
    let mut cells = Vec::new();
    for row in rows {
        let id = Some(row.id.as_str()).filter(|id| !id.is_empty());
        let mut line = vec![id.into(), instant(run, row.at), row.agent, row.value];
        if has_currency {
            line.push(row.of);
        }
        cells.push(line);
    }
    Table::new(kpi.id, columns, cells)
}

/// An instant, if anybody knows it.
fn instant(run: &Run, at: i64) -> Cell {
    match at {
        UNDATED => Cell::Missing,
        at => Cell::Text(iso(run.now.period.zone, at)),
    }
}

/// One row behind a figure.
struct ListedRow {
    at: i64,
    id: String,
    agent: Cell,
    value: Cell,
    /// The currency of a value that has one.
    of: Cell,
}

fn collect(run: &Run, kpi: &Kpi, ids: &str, rows: &mut Vec<ListedRow>) {
    let (grain, among, moment, fold) = match &kpi.calculation {
        Calculation::Of(_, parts) => return parts.iter().for_each(|part| collect(run, part, ids, rows)),
        Calculation::Fold { over, among, moment, fold } => (*over, *among, *moment, *fold),
    };
    let (facts, table) = (run.facts, grain.table());
    let view = run.view(&run.now.buckets);
    let is_stock = matches!(fold, Fold::Stock(_));
    let selection = select(RowSource { grain, moment, is_stock }, &view, &[], &mut Groups::default());
    let (at, credit, flags) = ((moment.at)(facts), moment.credit.of(facts), (table.held)(facts));
    let conversations = table.conversations(facts);
    for row in selection.rows.into_iter().map(|row| row as usize) {
        let value = value_of(facts, fold, row, flags);
        let is_empty = matches!(fold, Fold::Duration(_) | Fold::Mean(_)) && value == Cell::Missing;
        if is_empty || !(among.mask == 0 || among.holds(flags[row])) {
            continue;
        }
        let agent = named(facts, Domain::Person, credit(row, conversations.at(row)));
        let of = match fold {
            Fold::PerValue(split, _) => named(facts, split.domain, (split.codes)(facts)[row]),
            _ => Cell::Missing,
        };
        rows.push(ListedRow { at: at[row], id: id_of(facts, table, ids, row), agent, value, of });
    }
}

fn named(facts: &Facts, domain: Domain, code: u32) -> Cell {
    match code {
        NONE => Cell::Missing,
        code => Cell::Text(facts.dictionary(domain).text(code).to_string()),
    }
}

fn value_of(facts: &Facts, fold: Fold, row: usize, flags: &[u32]) -> Cell {
    match fold {
        Fold::Duration(measure) => match (measure.values)(facts)[row] {
            MISSING => Cell::Missing,
            value => Cell::Number(value as f64 / 1000.0),
        },
        Fold::Mean(measure) | Fold::Sum(measure) | Fold::Stock(measure) | Fold::PerValue(_, measure) => {
            match (measure.values)(facts)[row] {
                MISSING => Cell::Missing,
                value => Cell::Number(value as f64 / NUMBER_SCALE as f64),
            }
        }
        Fold::Share(part) => Cell::Whole(i64::from(part.holds(flags[row]))),
        Fold::Count | Fold::Distinct(_) | Fold::DistinctConversations | Fold::Repeated(_) => Cell::Missing,
    }
}

/// What the ids of the rows behind a figure are; where orders are divided by conversations, both are listed by
/// conversation.
fn id_column(kpi: &Kpi) -> &'static str {
    let table = kpi.grain().table();
    let is_one_table = matches!(kpi.calculation, Calculation::Fold { .. }) || !table.is_of_conversations();
    table.id.as_ref().filter(|_| is_one_table).map_or("conversation_id", |id| id.column)
}

/// The id of a row in the column of that name; one that belongs to no conversation has only its own.
fn id_of(facts: &Facts, table: &FactTable, column: &str, row: usize) -> String {
    let own = table.id.as_ref().filter(|id| id.column == column || !table.is_of_conversations());
    if let Some(id) = own {
        return facts.dictionary(id.domain).text((id.of)(facts)[row]).to_string();
    }
    facts.conversation_id(table.conversations(facts).at(row)).to_string()
}
