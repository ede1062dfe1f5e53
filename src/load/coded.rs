//! Reads texts that dictionaries hold: ids, names, channels, lists of them.

use super::column::{absent, ColumnWriter};
use super::dictionaries::LOCAL;
use super::evidence::is_rounded;
use super::known_texts::{KnownTexts, OpenRun, SlotTexts};
use super::recent::{Channels, KnownShort};
use crate::account::Trouble;
use crate::dataset::dictionary::hash_of;
use crate::dataset::distinct::Distinct;
use crate::dataset::NONE;
use crate::source::cells::ShortText;
use std::borrow::Cow;

const ROUNDED: Trouble = Trouble::new(
    "an id that a spreadsheet rounded: what it belongs to can not be told",
    "export it again with the column as text",
);
const OWN_CHANNEL: Trouble = Trouble::new("a channel of its own", "a profile can map it to a known one");

impl ColumnWriter<'_> {
    /// A channel, by its name.
    pub fn channel(
        &mut self,
        (channels, memory): &mut (&mut Channels, &mut KnownShort<u32>),
        known: KnownTexts,
        (short, text): (Option<ShortText>, Option<&str>),
    ) -> u32 {
        if let Some(code) = short.and_then(|short| memory.get(short)) {
            self.row += 1;
            return code;
        }
        let text = text.unwrap_or_default().trim();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else {
            let (channel, is_known) = channels.get(text);
            if !is_known {
                self.batch.remark(self.cell(), &OWN_CHANNEL, Some(text));
            }
            code = self.look_up(known, hash_of(channel.as_bytes()), channel);
            if let Some(short) = short.filter(|_| is_known && code & LOCAL == 0) {
                memory.learn(short, code);
            }
        }
        self.row += 1;
        code
    }

    /// Whether a text is an id that a spreadsheet rounded, and the column joins rows: no two of them are known to be one.
    fn is_lost(&self, text: &str) -> bool {
        let key = self.key_place;
        self.column.is_rounded && key != Some(self.column.place) && is_rounded(text.as_bytes())
    }

    /// A text of a dictionary.
    pub fn code(&mut self, known: KnownTexts, text: Option<&str>) -> u32 {
        let text = text.unwrap_or_default().trim_ascii();
        let mut code = NONE;
        if absent(text) {
            self.missing();
        } else if self.is_lost(text) {
            self.wrong(&ROUNDED, text);
        } else {
            code = self.look_up(known, hash_of(text.as_bytes()), text);
        }
        self.row += 1;
        code
    }

    /// The code of a text: the dataset's, else one of this block until its turn comes.
    fn look_up(&mut self, known: KnownTexts, hash: u64, text: &str) -> u32 {
        let code = known.dictionary.find_hashed(hash, text.as_bytes());
        code.unwrap_or_else(|| LOCAL | self.batch.locals[known.domain as usize].intern_hashed(hash, text))
    }

    /// Adds the codes of the texts of many rows.
    ///
    /// Equal texts often stand together: a run of them is looked up once. Most runs are what stands next in the
    /// dictionary, or what was met last; for the others three passes – hashes, candidates, comparisons – let the waits for
    /// memory of one overlap with the next ones'.
    pub fn codes(
        &mut self,
        known: KnownTexts,
        (texts, memory): (SlotTexts, &mut KnownShort<u32>),
        values: &mut Vec<u32>,
    ) {
        let from = values.len();
        let open = texts.codes(memory, known.dictionary, values);
        let hashes: Vec<u64> = open.iter().map(|run| hash_of(run.text.as_bytes())).collect();
        let candidates = known.candidates(&hashes);
        for ((OpenRun { text, short, places }, &hash), code) in open.into_iter().zip(&hashes).zip(candidates)
        {
            let code = self.new_code(known, (hash, text), code);
            if let Some(short) = short.filter(|_| code & LOCAL == 0) {
                memory.learn(short, code);
            }
            values[places].fill(code);
        }
        let first = self.row;
        if self.column.required {
            for (at, _) in values[from..].iter().enumerate().filter(|(_, code)| **code == NONE) {
                self.row = first + at;
                self.missing();
            }
        }
        self.row = first + values.len() - from;
    }

    /// The code of a text of that hash, most probably `code`.
    #[inline]
    fn new_code(&mut self, known: KnownTexts, (hash, text): (u64, &str), code: u32) -> u32 {
        if code != NONE && known.dictionary.is(code, text.as_bytes()) {
            code
        } else if absent(text) {
            NONE
        } else {
            self.look_up(known, hash, text)
        }
    }

    /// The codes of a list, each once.
    pub fn list(&mut self, known: KnownTexts, items: &[Cow<'_, str>]) -> Vec<u32> {
        let mut codes = Distinct::of_up_to(items.len());
        for item in items {
            let Some(text) = self.column.cleaning.value(item) else { continue };
            let text = text.trim();
            if absent(text) {
                continue;
            }
            codes.add(self.look_up(known, hash_of(text.as_bytes()), text));
        }
        self.row += 1;
        codes.into_codes()
    }
}
