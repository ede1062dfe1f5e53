//! Large blocks of memory, which go back to the system as soon as they are let go.
//!
//! Left to itself glibc learns from each large block that is let go to keep others like it: what tables took while they
//! were read then stays with the program, in pieces that fit nothing else, and counts against what a run may take.

/// Bytes from which on a block goes back: reading works in smaller ones, again and again.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: libc::c_int = 4 << 20;

/// From now on none is kept, where the allocator is one that can be told.
pub fn keep_none() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    for parameter in [libc::M_MMAP_THRESHOLD, libc::M_TRIM_THRESHOLD] {
        // SAFETY: it takes two numbers and changes nothing but how glibc allocates from now on.
        #[allow(unsafe_code)]
        unsafe {
            libc::mallopt(parameter, LARGE);
        }
    }
}

/// Returns small blocks as well, where they make whole pages; that takes a while.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: it looks at nothing but free blocks, under the locks of glibc.
    #[allow(unsafe_code)]
    unsafe {
        libc::malloc_trim(0);
    }
}
