//! The dictionaries of a dataset while several threads read.
//!
//! Whether a thread finds a text here or keeps it under a code of its own until its block's turn depends on time; the
//! codes in the end do not, because texts are added in the order of the file alone.

use crate::dataset::{Dictionary, Domain, DOMAINS};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Marks a code that counts in the dictionary of a block. The highest bit is free: no dictionary holds so many texts.
pub const LOCAL: u32 = 1 << 31;

/// One dictionary a domain.
pub struct Dictionaries(Vec<RwLock<Dictionary>>);

impl Default for Dictionaries {
    fn default() -> Self {
        Dictionaries((0..DOMAINS).map(|_| RwLock::default()).collect())
    }
}

impl Dictionaries {
    /// The dictionary of a domain, to look texts up.
    pub fn read(&self, domain: Domain) -> RwLockReadGuard<'_, Dictionary> {
        self.0[domain as usize].read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The dictionary of a domain, to add texts.
    pub fn write(&self, domain: usize) -> RwLockWriteGuard<'_, Dictionary> {
        self.0[domain].write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The dictionaries at the end.
    pub fn into_dictionaries(self) -> impl Iterator<Item = Dictionary> {
        self.0.into_iter().map(|one| one.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}
