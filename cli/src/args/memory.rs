//! How much memory a run may take.

use std::path::{Component, Path, PathBuf};

/// Half of the machine's memory, or 4 GiB where the system does not tell.
pub(super) fn half_of_the_machine() -> u64 {
    total_memory().map_or(4 << 30, |bytes| bytes / 2)
}

/// `MemTotal` of `/proc/meminfo` (proc(5)), or the least limit of the control groups when that is less, on Linux.
fn total_memory() -> Option<u64> {
    let meminfo = std::fs::read_to_string("/proc/meminfo").ok()?;
    let total = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: u64 = total.trim().strip_suffix("kB")?.trim().parse().ok()?;
    let groups = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let limit = least_limit(&groups, |path| std::fs::read_to_string(path).ok());
    Some(limit.unwrap_or(u64::MAX).min(kib << 10))
}

/// The least limit of the control groups that `/proc/self/cgroup` names (cgroups(7)): each group is held to those of its ancestors too.
fn least_limit(groups: &str, read: impl Fn(&Path) -> Option<String>) -> Option<u64> {
    // A group without a limit says `max`, which is no number, or one beyond any machine.
    groups.lines().flat_map(limit_files).filter_map(|file| read(&file)?.trim().parse().ok()).min()
}

/// The files that hold the limits of one line's group and of its ancestors; none where the line is of another controller.
fn limit_files(line: &str) -> Vec<PathBuf> {
    let mut parts = line.splitn(3, ':').skip(1);
    let (Some(controllers), Some(group)) = (parts.next(), parts.next()) else { return Vec::new() };
    let (root, file) = if controllers.is_empty() {
        ("/sys/fs/cgroup", "memory.max")
    } else if controllers.split(',').any(|controller| controller == "memory") {
        ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
    } else {
        return Vec::new();
    };
    let group = Path::new(group.trim_start_matches('/'));
    // A process outside its namespace's root is in a group that is not mounted here: `/../other`.
    let is_mounted = |path: &&Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    group.ancestors().filter(is_mounted).map(|ancestor| Path::new(root).join(ancestor).join(file)).collect()
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

    fn least(groups: &str, limits: &[(&str, &str)]) -> Option<u64> {
        let limit = |path: &Path| limits.iter().find(|(file, _)| Path::new(file) == path);
        least_limit(groups, |path| limit(path).map(|(_, text)| format!("{text}\n")))
    }

    #[test]
    fn a_group_is_held_to_its_ancestors_limits() {
        let groups = "0::/user.slice/job.scope\n";
        let [own, above, root] =
            ["user.slice/job.scope/", "user.slice/", ""].map(|at| format!("/sys/fs/cgroup/{at}memory.max"));
        assert_eq!(least(groups, &[(&own, "max"), (&above, "2147483648"), (&root, "4294967296")]), Some(2 << 30));
        assert_eq!(least(groups, &[(&own, "1073741824"), (&above, "max")]), Some(1 << 30));
        assert_eq!(least(groups, &[(&own, "max")]), None);
        assert_eq!(least("0::/\n", &[(&root, "1048576")]), Some(1 << 20), "a container with a namespace of its own");
        assert_eq!(least("0::/../other\n", &[(&root, "1048576")]), Some(1 << 20));
        assert_eq!(least("", &[(&root, "1048576")]), None);
    }

    #[test]
    fn of_the_first_versions_controllers_the_one_of_memory_counts() {
        let groups = "11:cpu,cpuacct:/docker/ab\n9:memory:/docker/ab\n1:name=systemd:/docker/ab\n0::/system.slice\n";
        let root = "/sys/fs/cgroup/memory/memory.limit_in_bytes";
        let own = "/sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes";
        assert_eq!(least(groups, &[(own, "536870912"), (root, "9223372036854771712")]), Some(512 << 20));
        assert_eq!(
            least(groups, &[(root, "536870912")]),
            Some(512 << 20),
            "a container sees its own group as the root"
        );
        assert_eq!(least(groups, &[("/sys/fs/cgroup/cpu/docker/ab/memory.limit_in_bytes", "1")]), None);
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("4GiB"), Ok(4 << 30));
        assert_eq!(parse_size("500"), Ok(500));
        assert!(parse_size("0").is_err() && parse_size("4 parsecs").is_err() && parse_size("99999999999G").is_err());
    }
}
