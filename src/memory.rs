//! Memory: how much a run may take, and a watch that ends it with a word before the system does without one.
#![allow(clippy::disallowed_methods)] // Asks the system what there is, and speaks when nobody else can.

use std::io::Write;
use std::path::Path;
use std::sync::Once;
use std::time::Duration;

/// How often it is looked at.
const EVERY: Duration = Duration::from_millis(20);
/// The part of what there is that a run takes without being asked: three quarters.
const SHARE: (u64, u64) = (3, 4);
/// Bytes of an address space, where that is limited, that a run leaves free, for what comes next may not fit; of a small
/// one a quarter at most, of a large one a tenth at least.
const SPARE: u64 = 48 << 20;

/// Bytes that a run may take: `most`, else three quarters of what the machine, or its control group, has.
pub fn allowed(most: Option<u64>) -> Option<u64> {
    most.or_else(|| available().map(|bytes| bytes / SHARE.1 * SHARE.0))
}

/// From now on the run is ended by `end(2)`, with a word on standard error, once it takes more than `most` bytes; without
/// `most` more than three quarters of what the machine, or the run's control group, has. `input` tells how many bytes
/// there are to read, where that is known. Only the first call counts. Where the system does not tell, or no thread can be
/// had, there is no limit.
pub fn watch(most: Option<u64>, input: impl FnOnce() -> Option<u64> + Send + 'static, end: fn(u8)) {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let limit = allowed(most);
        let space = address_space().map(|bytes| bytes - SPARE.clamp(bytes / 10, bytes / 4));
        if limit.is_none() && space.is_none() {
            return;
        }
        let begun = bytes_read();
        let look = move || loop {
            std::thread::sleep(EVERY);
            let Some(taken) = Taken::now() else { return };
            let over = [(taken.resident, limit), (taken.space, space)];
            let met = over.into_iter().find(|(taken, limit)| limit.is_some_and(|limit| *taken > limit));
            if let Some((taken, Some(limit))) = met {
                crate::whole_file::abandon_all();
                let read = bytes_read().zip(begun).map(|(now, begun)| now.saturating_sub(begun));
                let all = read.zip(input()).and_then(|(read, all)| extrapolated(taken, read, all));
                let _ = std::io::stderr().write_all(refusal(taken, limit, all).as_bytes());
                end(2);
                return;
            }
        };
        let _ = std::thread::Builder::new().name("memory".to_owned()).stack_size(1 << 17).spawn(look);
    });
}

/// What is said to the person; `all` is what the whole may need by what was read of it.
fn refusal(taken: u64, limit: u64, all: Option<u64>) -> String {
    let [taken, limit] = [taken, limit].map(megabytes);
    let (about, enough) = match all.map(megabytes).filter(|all| *all > taken) {
        Some(all) => (format!(" (about {all} MB by what was read so far)"), all.saturating_mul(6) / 5),
        None => (String::new(), limit.max(taken).saturating_mul(2)),
    };
    format!(
        "error: more than {taken} MB of memory are needed{about}, and {limit} MB may be taken\n\
         hint: --memory {enough}MB lets it take more; a shorter period, fewer files or an archive (`insights import`) need less\n"
    )
}

/// What is taken for all bytes if it grows as it has with those read; `None` where too few were read to tell, or all.
fn extrapolated(taken: u64, read: u64, all: u64) -> Option<u64> {
    let whole = u128::from(taken) * u128::from(all) / u128::from(read.max(1));
    u64::try_from(whole).ok().filter(|_| read < all && read > all / 100)
}

/// How many bytes this run has read, where the system tells.
fn bytes_read() -> Option<u64> {
    let counts = std::fs::read_to_string("/proc/self/io").ok()?;
    counts.lines().find_map(|line| line.strip_prefix("rchar:"))?.trim().parse().ok()
}

fn megabytes(bytes: u64) -> u64 {
    bytes / 1_000_000
}

/// What this run has taken, in bytes.
struct Taken {
    resident: u64,
    space: u64,
}

impl Taken {
    fn now() -> Option<Taken> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        Some(Taken { resident: field(&status, "VmRSS:")?, space: field(&status, "VmSize:")? })
    }
}

/// A field in kilobytes, as bytes.
fn field(text: &str, name: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name))?;
    value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// What the machine has, or less where the control group of this run allows less.
fn available() -> Option<u64> {
    let machine = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| field(&text, "MemTotal:"));
    let groups = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let own = groups.lines().find_map(|line| line.strip_prefix("0::/")).unwrap_or_default();
    let root = Path::new("/sys/fs/cgroup");
    let folders = Path::new(own).ancestors().map(|folder| root.join(folder).join("memory.max"));
    let older = root.join("memory/memory.limit_in_bytes");
    let limits = folders.chain([older]).filter_map(|file| std::fs::read_to_string(file).ok());
    limits.filter_map(|limit| limit.trim().parse().ok()).chain(machine).min()
}

/// The most address space that this run may have, where that is limited.
fn address_space() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_writes_is_read() {
        let status = "Name:\tinsights\nVmSize:\t   20000 kB\nVmRSS:\t    1500 kB\n";
        assert_eq!((field(status, "VmRSS:"), field(status, "VmSize:")), (Some(1_536_000), Some(20_480_000)));
        assert_eq!(field(status, "VmSwap:"), None);
    }

    #[test]
    fn a_refusal_says_how_much_and_what_helps() {
        let said = refusal(1_100_000_000, 1_000_000_000, None);
        assert!(said.contains("more than 1100 MB") && said.contains("\nhint: --memory 2200MB"), "{said}");
        let said = refusal(1_100_000_000, 1_000_000_000, Some(5_000_000_000));
        assert!(said.contains("(about 5000 MB by ") && said.contains("\nhint: --memory 6000MB"), "{said}");
    }

    #[test]
    fn the_whole_is_reckoned_from_what_was_read() {
        assert_eq!(extrapolated(300, 1_000, 4_000), Some(1_200));
        assert_eq!(extrapolated(300, 4_000, 4_000), None);
        assert_eq!(extrapolated(300, 9_000, 4_000), None);
        assert_eq!(extrapolated(300, 1, 4_000), None);
        assert_eq!(extrapolated(300, 0, 0), None);
    }
}
