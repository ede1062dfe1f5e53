//! Places in a text that are found window by window and taken in their order.

use super::windows::WINDOW;

/// Windows looked at in a row: few enough that what is found in them stays in the processor's nearest memory.
pub const WINDOWS: usize = 64;

/// Places in a text, found window by window and taken in their order.
#[derive(Debug, Default)]
pub struct Places {
    /// Those found so far, and room for more.
    pub list: Vec<u32>,
    /// How many of them were taken.
    pub taken: usize,
    /// How many of them were found.
    pub found: usize,
}

impl Places {
    /// Makes room for the places of [`WINDOWS`] windows and one more.
    pub fn make_room(&mut self) {
        self.list.copy_within(self.taken..self.found, 0);
        self.found -= self.taken;
        self.taken = 0;
        let need = self.found + (WINDOWS + 1) * WINDOW;
        if self.list.len() < need {
            self.list.resize(need, 0);
        }
    }

    /// Adds the places of the bits of the window that begins at `window`.
    #[inline(always)]
    pub fn add(&mut self, mut bits: u64, window: u32) {
        let Some(room) = self.list.get_mut(self.found..).and_then(<[u32]>::first_chunk_mut::<WINDOW>) else {
            return;
        };
        let mut count = 0;
        while bits != 0 {
            room[count % WINDOW] = window + bits.trailing_zeros();
            bits &= bits - 1;
            count += 1;
        }
        self.found += count;
    }

    /// Those that were not taken.
    #[inline(always)]
    pub fn left(&self) -> &[u32] {
        &self.list[self.taken..self.found]
    }
}
