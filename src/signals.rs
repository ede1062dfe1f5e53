//! Signals that end a run: what it has not finished goes before it does.
#![allow(clippy::disallowed_methods)] // Asks the system which signals are ignored.

/// From now on SIGINT, SIGTERM and SIGHUP remove what is not finished and call `end` with 130, 143 or 129; those that
/// were ignored from the start, as `nohup` and background jobs have them, stay so. A file that grows beyond what the
/// system allows is an error then and no longer the end, and memory that is not to be had ends the run with 2, as input
/// that can't be read does; what was said of it stands on standard error. Where no thread can be had, signals do what they do by default.
#[cfg(unix)]
pub fn tidy_on_signals(end: impl Fn(u8) + Send + 'static) {
    use signal_hook::consts::{SIGABRT, SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    let ignored = ignored();
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(move |&signal| ignored >> (signal - 1) & 1 == 0);
    let listen = move || {
        let Ok(mut signals) = Signals::new(heard) else { return };
        if let Some(signal) = signals.forever().next() {
            crate::whole_file::abandon_all();
            end(u8::try_from(128 + signal).unwrap_or(u8::MAX));
        }
    };
    let _ = std::thread::Builder::new().name("signals".to_owned()).stack_size(1 << 17).spawn(listen);
    let always = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    let _ = signal_hook::flag::register_conditional_shutdown(SIGABRT, 2, always);
    let _ = signal_hook::flag::register(SIGXFSZ, std::sync::Arc::<std::sync::atomic::AtomicBool>::default());
}

/// Other systems end a run by themselves.
#[cfg(not(unix))]
pub fn tidy_on_signals(_: impl Fn(u8) + Send + 'static) {}

/// A bit for each signal that is ignored; none where the system does not say.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
