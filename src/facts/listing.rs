//! The columns of a fact table as they are handed out: by name, with texts in place of codes, a column a flag.

use super::columns::Values;
use super::dimension::{DimensionCodes, SourcedCodes, SOURCE};
use super::table::{Belongs, FactTable, HeldIn};
use super::{known, Facts, Flag};
use crate::dataset::{Dictionary, Domain, Lists, NONE};

/// One column.
pub struct HandedColumn<'a> {
    /// Its name, without the unit.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its values.
    pub values: HandedValues<'a>,
}

/// The values of a column; where the data did not have it, there are none.
pub enum HandedValues<'a> {
    /// Instants, UTC milliseconds.
    Instants(&'a [i64]),
    /// Durations in milliseconds.
    Durations(&'a [i64]),
    /// Numbers in ten-thousandths.
    Numbers(&'a [i64]),
    /// Texts by their codes.
    Texts(&'a [u32], &'a Dictionary),
    /// Ids of the conversations at these places.
    Conversations(&'a [u32], &'a Facts),
    /// Texts of the conversations at these places, by their codes, and of ratings without any.
    OfConversations(&'a [u32], SourcedCodes<'a>, &'a Dictionary),
    /// Several texts a row.
    Lists(&'a Lists, &'a Dictionary),
    /// Whether the flags of each row hold this one.
    Flag(&'a [u32], &'static Flag),
}

impl FactTable {
    /// Its columns, in the order in which they are listed.
    pub fn handed<'a>(&self, facts: &'a Facts) -> Vec<HandedColumn<'a>> {
        let mut columns = Vec::new();
        for column in (self.columns)(facts) {
            let (mut name, about) = (column.name, column.about);
            let values = match column.values {
                Values::Instants(values) => HandedValues::Instants(values),
                Values::Durations(values) => HandedValues::Durations(values),
                Values::Numbers(values) => HandedValues::Numbers(values),
                Values::Codes(codes, domain) => HandedValues::Texts(codes, facts.dictionary(domain)),
                Values::Conversations(places) => {
                    name = "conversation_id";
                    HandedValues::Conversations(places, facts)
                }
                Values::Flags(held) => {
                    columns.extend(self.flags.iter().map(|flag| HandedColumn {
                        name: flag.name,
                        about: flag.about,
                        values: HandedValues::Flag(held, flag),
                    }));
                    continue;
                }
            };
            columns.push(HandedColumn { name, about, values });
        }
        columns.extend(self.tags.map(|tags| HandedColumn {
            name: "tags",
            about: "its tags, joined by ;",
            values: HandedValues::Lists(tags(facts), facts.dictionary(Domain::Tag)),
        }));
        columns.extend(self.sources(facts).map(|values| HandedColumn {
            name: SOURCE.id,
            about: "the source that its id belongs to",
            values,
        }));
        columns
    }

    /// The source of each row, where there are several.
    fn sources<'a>(&self, facts: &'a Facts) -> Option<HandedValues<'a>> {
        let names = facts.dictionary(Domain::Source);
        if names.is_empty() {
            return None;
        }
        Some(match self.belongs {
            Belongs::Itself => HandedValues::Texts(&facts.sources, names),
            Belongs::ToConversation(of) => {
                let DimensionCodes::Sourced(codes) = SOURCE.codes(facts) else { return None };
                HandedValues::OfConversations(of(facts), codes, names)
            }
            Belongs::Alone => {
                let own = self.dimensions.iter().find(|own| *own.dimension == SOURCE)?;
                let HeldIn::Codes(of) = own.held else { return None };
                HandedValues::Texts(of(facts), names)
            }
        })
    }
}

impl HandedColumn<'_> {
    /// Its name in machine formats: durations are seconds there.
    pub fn machine_name(&self) -> String {
        match self.values {
            HandedValues::Durations(_) => format!("{}_s", self.name),
            _ => self.name.to_string(),
        }
    }
}

/// The text of a row's code; `None`: it has none.
pub fn text<'a>(codes: &[u32], names: &'a Dictionary, row: usize) -> Option<&'a str> {
    let code = codes.get(row).copied().filter(|&code| code != NONE)?;
    Some(names.text(code))
}

/// The id of the conversation that a row belongs to; `None`: it belongs to none.
pub fn conversation_id<'a>(places: &[u32], facts: &'a Facts, row: usize) -> Option<&'a str> {
    let place = places.get(row).copied().filter(|&place| place != NONE)?;
    Some(facts.conversation_id(place))
}

/// What a row has of the conversation that it belongs to, or of its own where it belongs to none; `None`: nothing.
pub fn of_conversation<'a>(
    places: &[u32],
    (codes, names): (SourcedCodes, &'a Dictionary),
    row: usize,
) -> Option<&'a str> {
    let place = places.get(row).copied().unwrap_or(NONE);
    let code = codes.at(row, place).copied().filter(|&code| code != NONE)?;
    Some(names.text(code))
}

/// The number of a row; `None`: it has none.
pub fn number(values: &[i64], row: usize) -> Option<i64> {
    values.get(row).copied().and_then(known)
}
