//! A raw figure together with what the threshold has to know about the people behind it.

use super::modelled::Modelled;

/// A raw figure. It can be made and handed to a table; nothing reads it back but the door.
#[derive(Clone, Copy)]
pub struct Cell {
    pub(super) value: f64,
    pub(super) people: f64,
    pub(super) largest_two: f64,
    pub(super) modelled: Option<Modelled>,
}

impl Cell {
    /// A number of people, or of events of which each person has at most one.
    #[must_use]
    pub fn people(count: u64) -> Self {
        Self { value: count as f64, people: count as f64, largest_two: 0.0, modelled: None }
    }

    /// Events of which one person may have several, from each person's number.
    #[must_use]
    pub fn events(per_person: impl IntoIterator<Item = u32>) -> Self {
        Self::sum(per_person.into_iter().map(f64::from))
    }

    /// Person-years, from each person's years.
    #[must_use]
    pub fn person_years(per_person: impl IntoIterator<Item = f64>) -> Self {
        Self::sum(per_person)
    }

    /// A standard error estimated from `people` people.
    #[must_use]
    pub fn standard_error(value: f64, people: u64) -> Self {
        Self { value, people: people as f64, largest_two: 0.0, modelled: None }
    }

    /// A figure that is no count, such as a difference of means, in which the smaller of its groups has `people` people.
    #[must_use]
    pub fn figure(value: f64, people: u64) -> Self {
        Self::standard_error(value, people)
    }

    /// An estimate of a model.
    #[must_use]
    pub fn modelled(modelled: Modelled) -> Self {
        let people = modelled.people as f64;
        Self { value: modelled.estimate, people, largest_two: 0.0, modelled: Some(modelled) }
    }

    fn sum(per_person: impl IntoIterator<Item = f64>) -> Self {
        let (mut value, mut people, mut first, mut second) = (0.0, 0.0, 0.0_f64, 0.0_f64);
        for share in per_person {
            if share <= 0.0 {
                continue;
            }
            value += share;
            people += 1.0;
            second = second.max(share.min(first));
            first = first.max(share);
        }
        Self { value, people, largest_two: first + second, modelled: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_people_and_the_largest_two() {
        let cell = Cell::events([0, 3, 7, 7, 1]);
        assert_eq!((cell.value, cell.people, cell.largest_two), (18.0, 4.0, 14.0));
        let (one, none) = (Cell::events([5]), Cell::events([]));
        assert_eq!((one.largest_two, none.people), (5.0, 0.0));
    }
}
