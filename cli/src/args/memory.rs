//! How much memory a run may take.

/// Half of the machine's memory, or 4 GiB where the system does not tell.
pub(super) fn half_of_the_machine() -> u64 {
    total_memory().map_or(4 << 30, |bytes| bytes / 2)
}

/// `MemTotal` of `/proc/meminfo` (proc(5)), or the limit of the control group when that is less, on Linux.
fn total_memory() -> Option<u64> {
    let meminfo = std::fs::read_to_string("/proc/meminfo").ok()?;
    let total = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
    let limit = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let limit = limit.and_then(|limit| limit.trim().parse().ok()).unwrap_or(u64::MAX);
    Some(limit.min(kib << 10))
}

/// A size as people write it: `500MiB`, `4GiB`, or bytes.
pub(super) fn parse_size(text: &str) -> Result<u64, String> {
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor = match unit.trim() {
        "" | "B" => 1,
        "KiB" | "K" => 1 << 10,
        "MiB" | "M" => 1 << 20,
        "GiB" | "G" => 1 << 30,
        _ => return Err("give a size such as 500MiB or 4GiB".to_owned()),
    };
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .filter(|bytes| *bytes > 0)
        .ok_or_else(|| "give a size such as 500MiB or 4GiB".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("4GiB"), Ok(4 << 30));
        assert_eq!(parse_size("500"), Ok(500));
        assert!(parse_size("0").is_err() && parse_size("4 parsecs").is_err() && parse_size("99999999999G").is_err());
    }
}
