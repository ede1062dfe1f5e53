//! What people read around a list: what its rows come to, and how many a limit left out.

use super::fill::fill;
use super::number;
use super::Words;
use crate::fitting::signed;
use crate::language::{Counted, Labels, Language, LANGUAGES};
use crate::report::{Cell, ListHead, Unit};

const OLDEST: Labels = ["oldest", "oudste", "najdawniej", "eldste", "älteste"];
const MEDIAN: Labels = ["median", "mediaan", "mediana", "median", "Median"];
const MEDIAN_AGE: Labels =
    ["median age", "mediane ouderdom", "mediana wieku", "median alder", "Median des Alters"];
const PART: Labels = ["{n} of {all}", "{n} van {all}", "{n} z {all}", "{n} av {all}", "{n} von {all}"];
const REST: [Counted; LANGUAGES.len()] = [
    Counted::two("{n} more row: --limit 0 shows all", "{n} more rows: --limit 0 shows all"),
    Counted::two("nog {n} rij: --limit 0 toont alles", "nog {n} rijen: --limit 0 toont alles"),
    Counted::three(
        "jeszcze {n} wiersz: --limit 0 pokaże wszystkie",
        "jeszcze {n} wiersze: --limit 0 pokaże wszystkie",
        "jeszcze {n} wierszy: --limit 0 pokaże wszystkie",
    ),
    Counted::two("{n} rad til: --limit 0 viser alle", "{n} rader til: --limit 0 viser alle"),
    Counted::two("{n} weitere Zeile: --limit 0 zeigt alle", "{n} weitere Zeilen: --limit 0 zeigt alle"),
];

impl Words {
    /// What the things behind a figure come to: `Backlog: 103`, `oldest 2026-08-12 09:30`, `median age 12d 4h`.
    pub fn list_head(&self, head: &ListHead) -> Vec<String> {
        let all = self.whole(head.count);
        let parts = head.parts.iter();
        let parts: Vec<String> =
            parts.map(|(part, n)| format!("{} {}", part.of(self.language), self.whole(*n))).collect();
        let count = match head.counted {
            Some(counted) => fill(self.language.of(&PART), &[("n", &self.whole(counted)), ("all", &all)]),
            None if !parts.is_empty() => parts.join(", "),
            None if head.is_figure => all,
            None => format!("{} {all}", self.count),
        };
        let first = format!("{}: {count}", head.label.of(self.language));
        let oldest = head.oldest.as_ref().map(|at| {
            let at = number::instant(at, &self.numbers);
            format!("{} {at}", self.language.of(&OLDEST))
        });
        let median = head.median.map(|(median, unit)| {
            let of = self.language.of(if head.is_of_ages { &MEDIAN_AGE } else { &MEDIAN });
            format!("{of} {}", self.cell(&Cell::Number(median), unit))
        });
        [Some(first), oldest, median].into_iter().flatten().collect()
    }

    /// How many rows a limit left out, and how to see them.
    pub fn rest(&self, rows: usize) -> String {
        let [en, nl, pl, nb, de] = &REST;
        let phrase = match self.language {
            Language::En => en,
            Language::Nl => nl,
            Language::Pl => pl,
            Language::Nb => nb,
            Language::De => de,
        };
        fill(phrase.of(self.language, rows as u64), &[("n", &self.whole(rows))])
    }

    fn whole(&self, count: usize) -> String {
        number::whole(signed(count), Unit::Count, &self.numbers)
    }
}
