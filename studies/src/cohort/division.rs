//! People by group, for tables that break a result down.

use super::member::{AgeBand, Course, Member};
use crate::inputs::{DrugGroup, Sex};

/// A way to part the people of a table: each stands in exactly one group.
pub struct Division {
    /// What they are parted by.
    pub heading: &'static str,
    /// The groups, in the order reports use.
    labels: Vec<String>,
    /// The group of each person, by place in the table's list of people.
    groups: Vec<usize>,
}

impl Division {
    /// Parts people by the places of their groups among `labels`.
    #[must_use]
    pub fn new(
        heading: &'static str,
        labels: impl IntoIterator<Item = impl Into<String>>,
        groups: impl IntoIterator<Item = usize>,
    ) -> Self {
        Self { heading, labels: labels.into_iter().map(Into::into).collect(), groups: groups.into_iter().collect() }
    }

    /// By sex.
    pub fn sex<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        let place = |member: &Member| match member.sex {
            Sex::Male => 0,
            Sex::Female => 1,
            Sex::NotKnown => 2,
        };
        Self::new("Sex", ["Men", "Women", "Not known"], members.map(place))
    }

    /// By age band on the index day.
    pub fn age<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        let place = |member: &Member| member.age_band() as usize;
        Self::new("Age at the start", AgeBand::ALL.map(AgeBand::label), members.map(place))
    }

    /// By main drug of the index episode: opiates, or anything else.
    pub fn drug<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        let place = |member: &Member| usize::from(member.drug != DrugGroup::Opiate);
        Self::new("Main drug", ["Opiates", "Other drugs, alcohol or not recorded"], members.map(place))
    }

    /// By the first two years after the index day.
    pub fn course<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        let place = |member: &Member| {
            let own = member.course();
            Course::ALL.iter().position(|course| *course == own).unwrap_or(Course::ALL.len() - 1)
        };
        Self::new("How the two years went", Course::ALL.map(Course::label), members.map(place))
    }

    /// By ethnic group, as released.
    pub fn ethnic<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        Self::names("Ethnic group (census code)", members.map(|member| member.ethnic.as_deref()))
    }

    /// By area of residence, as released.
    pub fn area<'m>(members: impl Iterator<Item = &'m Member>) -> Self {
        Self::names("Area", members.map(|member| member.area.as_deref()))
    }

    /// By a name of each person; those without one come first.
    fn names<'n>(heading: &'static str, names: impl Iterator<Item = Option<&'n str>>) -> Self {
        let names: Vec<Option<&str>> = names.collect();
        let mut known = names.clone();
        known.sort_unstable();
        known.dedup();
        let groups = names.iter().map(|name| known.partition_point(|other| other < name)).collect();
        Self { heading, labels: known.iter().map(|name| name.unwrap_or("Not known").to_owned()).collect(), groups }
    }

    /// The people of each group, in their order; `people` are those the division was made of.
    #[must_use]
    pub fn of<'p, T>(&self, people: &'p [T]) -> Vec<(&str, Vec<&'p T>)> {
        let mut parted: Vec<(&str, Vec<&T>)> = self.labels.iter().map(|label| (label.as_str(), Vec::new())).collect();
        for (person, &group) in people.iter().zip(&self.groups) {
            if let Some((_, members)) = parted.get_mut(group) {
                members.push(person);
            }
        }
        parted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_stands_in_one_group_and_keeps_their_order() {
        let people = ["a", "b", "c", "d"];
        let division = Division::names("Name", [Some("x"), None, Some("x"), Some("w")].into_iter());
        let parted = division.of(&people);
        assert_eq!(parted, [("Not known", vec![&"b"]), ("w", vec![&"d"]), ("x", vec![&"a", &"c"])]);
        let second = Division::new("Nobody in one", ["one", "two"], [1, 1, 1, 1]);
        assert_eq!(second.of(&people)[0], ("one", vec![]));
    }
}
