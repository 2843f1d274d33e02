//! A raw figure together with what the threshold has to know about the people behind it.

use super::modelled::Modelled;
use crate::inputs::RecordKey;

/// A raw figure. It can be made and handed to a table; nothing reads it back but the door.
#[derive(Clone, Copy)]
pub struct Cell {
    pub(super) value: f64,
    pub(super) people: f64,
    pub(super) largest_two: f64,
    /// Sum of the people's record keys modulo 256, where the table knows who they are.
    pub(super) key: Option<u8>,
    pub(super) modelled: Option<Modelled>,
}

impl Cell {
    /// A number of people, or of events of which each person has at most one, who are not known one by one.
    #[must_use]
    pub fn people(count: u64) -> Self {
        Self { value: count as f64, people: count as f64, largest_two: 0.0, key: None, modelled: None }
    }

    /// The people themselves, each once: a count that can be perturbed by who they are.
    #[must_use]
    pub fn of(people: impl IntoIterator<Item = RecordKey>) -> Self {
        let (mut count, mut sum) = (0, 0);
        for key in people {
            count += 1;
            sum = add(sum, key);
        }
        Self { key: Some(sum), ..Self::people(count) }
    }

    /// Events of which one person may have several, from each person and the number.
    #[must_use]
    pub fn events_of(per_person: impl IntoIterator<Item = (RecordKey, u32)>) -> Self {
        let mut sum = 0;
        let numbers = per_person.into_iter().map(|(key, number)| {
            sum = if number > 0 { add(sum, key) } else { sum };
            number
        });
        let events = Self::events(numbers);
        Self { key: Some(sum), ..events }
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
        Self { value, people: people as f64, largest_two: 0.0, key: None, modelled: None }
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
        Self { value: modelled.estimate, people, largest_two: 0.0, key: None, modelled: Some(modelled) }
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
        Self { value, people, largest_two: first + second, key: None, modelled: None }
    }
}

fn add(sum: u8, key: RecordKey) -> u8 {
    // The key is random in every byte: the last one is as good as any.
    sum.wrapping_add(key.0.to_be_bytes()[3])
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

    #[test]
    fn the_key_of_events_is_that_of_the_people_who_have_any() {
        let [first, second, third] = [3, 50, 700].map(RecordKey);
        let events = Cell::events_of([(first, 2), (second, 0), (third, 1)]);
        assert_eq!((events.value, events.key), (3.0, Cell::of([first, third]).key));
        assert_eq!(events.key, Some(3_u8.wrapping_add(700_u32.to_be_bytes()[3])));
    }
}
