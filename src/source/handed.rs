//! Hands out what a stage of a stream has produced, as much at a time as who reads has room for.

/// Copies what was produced and not given yet, as far as it fits; how many bytes.
pub fn hand_out(produced: &[u8], given: &mut usize, into: &mut [u8]) -> usize {
    let ready = &produced[*given..];
    let count = ready.len().min(into.len());
    into[..count].copy_from_slice(&ready[..count]);
    *given += count;
    count
}
