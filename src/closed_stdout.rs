//! Standard output that was closed when the run began: what goes there is an error.
//!
//! Before `main` the standard library opens `/dev/null` in the place of a closed stream, so that no file gets its number.
//! Then it can't be told from a `/dev/null` that was asked for, and a report that goes there is lost without a word.

use std::io::{Error, Result, Write};

/// Whether standard output was closed when the run began; `false` where the system lets nobody look in time.
pub fn was_closed() -> bool {
    #[cfg(unix)]
    return early::CLOSED.load(std::sync::atomic::Ordering::Relaxed);
    #[cfg(not(unix))]
    return false;
}

/// Takes nothing.
pub struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> Result<usize> {
        Err(Error::other("it is closed"))
    }
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
mod early {
    use rustix::io::{fcntl_getfd, Errno};
    use std::sync::atomic::{AtomicBool, Ordering};

    pub static CLOSED: AtomicBool = AtomicBool::new(false);

    /// Called by the loader before anything of the standard library runs.
    // The linker takes the address on trust: it is that of a function without arguments, which uses no more than the system.
    #[allow(unsafe_code)]
    #[used]
    #[cfg_attr(target_vendor = "apple", unsafe(link_section = "__DATA,__mod_init_func"))]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static LOOK: extern "C" fn() = look;

    extern "C" fn look() {
        let closed = fcntl_getfd(rustix::stdio::stdout()) == Err(Errno::BADF);
        CLOSED.store(closed, Ordering::Relaxed);
    }
}
