//! Which columns of a table fit a width, and how wide each stands.

use super::cell::{is_share, text, BAR, GAP};
use super::TerminalPage;
use crate::render::escape;
use crate::report::{Cell, Column, Part, RowName, Table, Unit, Versus, PIECE};

/// Text is cut to this where room is short.
const TEXT_WIDTH: usize = 40;
/// And to this on a page that is narrower
const NAME_WIDTH: usize = 24;
/// than this.
const WIDE_PAGE: usize = 120;
/// Text that tells no rows apart is cut to this, so that more of it finds room.
const WORDS_WIDTH: usize = 20;
/// No column is wider, even where all of them are shown.
const WIDEST: usize = 4_000;
/// Dimension columns are never made narrower.
const NARROWEST: usize = 8;
/// A header takes at most so many lines.
const HEADER_LINES: usize = 3;

/// One column that is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Its place in the table.
    pub column: usize,
    /// Its label, in lines.
    pub header: Vec<String>,
    /// Terminal columns of its text.
    pub width: usize,
    /// Terminal columns of the bar behind the text, a blank among them; 0 without a bar.
    pub bar: usize,
    /// What a full bar stands for: the greatest of its values, no total among them; 1 where there is none.
    pub greatest: f64,
    /// Whether it is aligned right.
    pub right: bool,
    /// Whether nothing of it may be cut: an id, a bucket or an instant.
    firm: bool,
    /// What its widest text would take.
    wish: usize,
}

impl Placed {
    fn may_be_cut(&self) -> bool {
        !self.right && !self.firm && self.width > NARROWEST
    }

    fn whole(&self) -> usize {
        self.width + self.bar
    }
}

/// The columns shown, in the table's order.
#[derive(Debug, Clone, PartialEq)]
pub struct PageLayout {
    /// The columns.
    pub placed: Vec<Placed>,
    /// Names of those that found no room, the most important first; of a figure without any column it stands for all.
    pub left_out: Vec<String>,
}

impl PageLayout {
    /// Chooses dimensions first, then by importance as many columns as the page is wide for.
    pub fn of(table: &Table, page: TerminalPage) -> PageLayout {
        let candidates = candidates(&table.columns);
        if page.all_columns {
            let extents = Extent::of(table, page, &candidates);
            let mut placed: Vec<Placed> =
                (0..table.columns.len()).map(|column| place(table, column, page, extents[column])).collect();
            for placed in &mut placed {
                placed.width = placed.wish.max(placed.width).min(WIDEST);
            }
            return PageLayout { placed, left_out: Vec::new() };
        }
        // Beyond the level that has no room for all were their cells empty, nothing has to be measured.
        let empty = vec![Extent::EMPTY; table.columns.len()];
        let (_, full) = choose(table, page, &candidates, &empty);
        let open = candidates.iter().filter(|candidate| full.is_none() || candidate.rank <= full);
        let (placed, _) = choose(table, page, &candidates, &Extent::of(table, page, open));
        let mut layout = PageLayout { left_out: left_out(&table.columns, &placed), placed };
        layout.shrink(page.width);
        layout.grow(page.width);
        layout
    }

    /// Lines the labels take.
    pub fn header_height(&self) -> usize {
        self.placed.iter().map(|placed| placed.header.len()).max().unwrap_or(0)
    }

    /// Terminal columns of a line.
    pub fn width(&self) -> usize {
        let gaps = self.placed.len().saturating_sub(1) * GAP;
        self.placed.iter().map(Placed::whole).sum::<usize>() + gaps
    }

    /// Cuts the widest text columns where even the dimensions are too wide.
    fn shrink(&mut self, limit: usize) {
        while self.width() > limit {
            let over = self.width() - limit;
            let widest = self.placed.iter_mut().filter(|placed| placed.may_be_cut());
            let Some(widest) = widest.max_by_key(|placed| placed.width) else { return };
            widest.width -= over.min((widest.width - NARROWEST).div_ceil(2).max(1));
            let header = lines(&widest.header.join(" "), widest.width).0;
            widest.header = header.iter().map(|line| escape::cut(line, widest.width).into_owned()).collect();
        }
    }

    /// Gives room that is left to text that was cut.
    fn grow(&mut self, limit: usize) {
        let mut free = limit.saturating_sub(self.width());
        for placed in self.placed.iter_mut().filter(|placed| placed.wish > placed.width) {
            let more = free.min(placed.wish - placed.width);
            placed.width += more;
            free -= more;
        }
    }
}

/// What all cells of a column take.
#[derive(Clone, Copy)]
struct Extent {
    /// Terminal columns of the widest text.
    wish: usize,
    /// The greatest amount above 0, totals aside.
    greatest: Option<f64>,
}

impl Extent {
    const EMPTY: Extent = Extent { wish: 0, greatest: None };

    /// Those of all columns; all but the candidates are taken for empty. Goes through the rows once, as they may be made
    /// each time they are asked for.
    fn of<'a>(
        table: &Table,
        page: TerminalPage,
        candidates: impl IntoIterator<Item = &'a Candidate>,
    ) -> Vec<Extent> {
        let columns: Vec<usize> = candidates.into_iter().map(|candidate| candidate.column).collect();
        let mut extents = vec![Extent::EMPTY; table.columns.len()];
        for piece in table.pieces(PIECE) {
            for row in piece.iter() {
                let is_part = !row.contains(&Cell::Row(RowName::Total));
                for &column in &columns {
                    let amount = row[column].amount().filter(|amount| is_part && *amount > 0.0);
                    extents[column].add(&text(table, column, &row[column], page), amount);
                }
            }
        }
        extents
    }

    fn add(&mut self, text: &str, amount: Option<f64>) {
        self.wish = self.wish.max(escape::width(text));
        self.greatest = self.greatest.into_iter().chain(amount).reduce(f64::max);
    }
}

fn place(table: &Table, column: usize, page: TerminalPage, extent: Extent) -> Placed {
    let described = &table.columns[column];
    let right = !matches!(described.unit, Unit::Text | Unit::Instant | Unit::Flag);
    let Extent { wish, greatest } = extent;
    let bar = if is_share(described) { BAR + 1 } else { 0 };
    let most = if page.width < WIDE_PAGE { NAME_WIDTH } else { TEXT_WIDTH };
    let is_name = described.is_id() || described.is_bucket();
    let firm = described.unit == Unit::Instant || is_name && wish <= page.width / 2;
    let needed = match described.is_dimension() {
        _ if right || firm => wish,
        true => wish.min(most),
        false => wish.min(WORDS_WIDTH),
    };
    // The label stands over the text alone, as a bar has a column of its own.
    let (header, widest) = lines(&page.words.above(described), needed);
    let width = needed.max(widest).max(1);
    Placed { column, header, width, bar, greatest: greatest.unwrap_or(1.0), right, firm, wish }
}

/// What the columns that are not placed are called: by their figure where nothing of it is shown.
fn left_out(columns: &[Column], placed: &[Placed]) -> Vec<String> {
    let is_shown = |column: usize| placed.iter().any(|placed| placed.column == column);
    let mut names: Vec<String> = Vec::new();
    for Candidate { column, .. } in candidates(columns).into_iter().filter(|other| !is_shown(other.column)) {
        let own = &columns[column];
        let is_told = (0..columns.len()).any(|other| is_shown(other) && columns[other].figure == own.figure);
        let name = if is_told { own.name() } else { own.figure.clone() };
        let name = escape::visible(&name).into_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A label broken into at most three lines, and the width the widest takes: `width` if that is enough.
fn lines(label: &str, width: usize) -> (Vec<String>, usize) {
    let words: Vec<String> = label.split(' ').map(str::to_owned).collect();
    let longest = words.iter().map(|word| escape::width(word)).max().unwrap_or(0);
    let mut limit = width.max(longest.min(TEXT_WIDTH));
    loop {
        let lines = escape::wrap(&words, " ", limit);
        if lines.len() <= HEADER_LINES {
            let widest = lines.iter().map(|line| escape::width(line)).max().unwrap_or(0);
            return (
                lines.iter().map(|line| escape::cut(line, limit).into_owned()).collect(),
                widest.min(limit),
            );
        }
        limit += 1;
    }
}

/// The columns shown: all dimensions, then levels of importance until one has no room for all, which is told.
fn choose(
    table: &Table,
    page: TerminalPage,
    candidates: &[Candidate],
    extents: &[Extent],
) -> (Vec<Placed>, Option<u8>) {
    let mut chosen: Vec<Placed> = Vec::new();
    let (mut used, mut full) = (0, None);
    for &Candidate { rank, column, base } in candidates {
        let open = full.is_none() || full == rank;
        let stands = base == column || chosen.iter().any(|placed| placed.column == base);
        if rank.is_some() && !(open && stands) {
            continue;
        }
        let placed = place(table, column, page, extents[column]);
        let wide = placed.whole() + if chosen.is_empty() { 0 } else { GAP };
        if rank.is_some() && used + wide > page.width {
            full = full.or(rank);
        } else {
            used += wide;
            chosen.push(placed);
        }
    }
    chosen.sort_by_key(|placed| placed.column);
    (chosen, full)
}

/// A column that may be shown: by rank (`None`: in any case), then in the table's order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: Option<u8>,
    column: usize,
    /// The column it says something about; itself but for what was before and how it changed.
    base: usize,
}

/// Columns as they are to be chosen. Small print comes after all else, a change never before what changed.
fn candidates(columns: &[Column]) -> Vec<Candidate> {
    let (mut base, mut least) = (0, None);
    let mut candidates = Vec::with_capacity(columns.len());
    for (column, described) in columns.iter().enumerate() {
        let own = Some(described.importance.min(9));
        let small = own.map(|importance| importance + 10);
        let rank = match (described.versus, described.part) {
            _ if described.is_dimension() => None,
            (Versus::Now, Part::Own | Part::Median) => own,
            (Versus::Now, Part::Count | Part::Mean | Part::P90) | (Versus::Previous, _) => small,
            (Versus::Change, _) => least.or(own),
        };
        if described.versus == Versus::Now {
            (base, least) = (column, rank);
        }
        candidates.push(Candidate { rank, column, base });
    }
    candidates.sort();
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::paint::Paint;
    use crate::render::sample::{dimension, duration, table, text};
    use crate::render::ENGLISH;

    fn chosen(table: &Table, width: usize) -> Vec<usize> {
        let page = TerminalPage { words: &ENGLISH, width, paint: Paint { color: false }, all_columns: false };
        PageLayout::of(table, page).placed.iter().map(|placed| placed.column).collect()
    }

    #[test]
    fn a_change_is_shown_only_beside_what_changed() {
        let mut wait = duration("wait", "Wait", 0);
        let (median, number) = (wait.swap_remove(2), wait.swap_remove(0));
        let (of_number, of_median) = (number.change(Unit::Change), median.change(Unit::Change));
        let columns = vec![dimension("agent", "Agent"), number, of_number, median, of_median];
        let change = || Cell::Number(0.25);
        let row = vec![text("Ana"), Cell::Whole(4), change(), Cell::Number(150.0), change()];
        let table = table("agents", columns, vec![row]);
        // Agent 5, "Wait, number" in two lines 6, change 6, 2m 30s 6, change 6, two between each.
        assert_eq!(chosen(&table, 37), [0, 1, 2, 3, 4]);
        assert_eq!(chosen(&table, 36), [0, 1, 3, 4]);
        assert_eq!(chosen(&table, 21), [0, 3, 4]);
        assert_eq!(chosen(&table, 20), [0, 3]);
        assert_eq!(chosen(&table, 12), [0]);
    }

    #[test]
    fn text_that_was_cut_gets_the_room_that_is_left() {
        let rows = vec![vec![text(&"x".repeat(60))]];
        let table = table("agents", vec![dimension("agent", "Agent")], rows);
        let width = |width| {
            let page =
                TerminalPage { words: &ENGLISH, width, paint: Paint { color: false }, all_columns: false };
            PageLayout::of(&table, page).width()
        };
        assert_eq!([width(30), width(50), width(100)], [30, 50, 60]);
    }

    #[test]
    fn a_bucket_is_said_to_its_end_where_that_takes_half_a_line() {
        let columns = vec![dimension("bucket", "Week"), dimension("agent", "Agent")];
        let rows = vec![vec![text("2026-W36 (31 Aug), 6 of 7 days"), text(&"x".repeat(60))]];
        let table = table("agents", columns, rows);
        let widths = |width| {
            let page =
                TerminalPage { words: &ENGLISH, width, paint: Paint { color: false }, all_columns: false };
            PageLayout::of(&table, page).placed.iter().map(|placed| placed.width).collect::<Vec<_>>()
        };
        assert_eq!([widths(60), widths(80)], [[30, 28], [30, 48]]);
        assert!(widths(40)[0] < 30);
    }

    #[test]
    fn labels_break_into_at_most_three_lines() {
        let (broken, width) = lines("Response within acceptable time", 5);
        assert_eq!((broken.join("/").as_str(), width), ("Response within/acceptable time", 15));
        let (broken, width) = lines("First response", 7);
        assert_eq!((broken.join("/").as_str(), width), ("First/response", 8));
    }
}
