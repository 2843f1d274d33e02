//! Search in sorted lists that are gone through together.

/// Items looked at one by one before the list is halved.
const NEAR: usize = 8;

/// [`slice::partition_point`], fastest where that point is near the start.
pub(crate) fn near_partition_point<T>(sorted: &[T], is_before: impl Fn(&T) -> bool) -> usize {
    let near = sorted.iter().take(NEAR).position(|item| !is_before(item));
    near.unwrap_or_else(|| sorted.partition_point(is_before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_halving_finds_near_and_far() {
        let sorted: Vec<u32> = (0..40).map(|item| 2 * item).collect();
        for (from, wanted) in (0..=40).flat_map(|from| (0..90).map(move |wanted| (from, wanted))) {
            let ahead = &sorted[from..];
            let right = ahead.partition_point(|item| *item < wanted);
            assert_eq!(near_partition_point(ahead, |item| *item < wanted), right, "{wanted} from {from}");
        }
    }
}
