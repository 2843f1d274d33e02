//! Fields of one home go together: people of one household share postcode, house number, town and often the surname.
//!
//! Fellegi and Sunter multiply what each field says, as if fields were independent given the class. Of non-matches that is
//! not so: relatives who live together agree on all of these, and counted one by one they outweigh another forename (twins)
//! or another birth date (father and son of one name). Nor of matches: who moved differs in all of them at once. So each
//! class is itself a mixture, of pairs of one home and pairs of two (local dependence in latent classes: Thibaudeau 1993,
//! Survey Methodology 19; Winkler 1993 names households as its cause).

mod estimate;
mod stored;

use exchange::spec::ComparisonKind;

use super::parameters::MU;

/// What the fields of a home show in pairs of one home and of two.
#[derive(Clone, Debug, PartialEq)]
pub struct Homes {
    /// Share of pairs that are of one home, in each class.
    pub share: MU,
    /// By comparison: chances of each level; `None` for a comparison that does not go with the home, and for a level
    /// that never occurs.
    pub levels: Vec<Option<Vec<Option<ByHome>>>>,
}

/// Chances of a level within each class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByHome {
    /// In pairs of one home.
    pub one: MU,
    /// In pairs of two homes.
    pub two: MU,
}

impl Homes {
    /// Whether comparison `index` goes with the home.
    pub(super) fn holds(&self, index: usize) -> bool {
        self.levels[index].is_some()
    }

    /// Chances of all that a pair shows of its homes; missing and unknown levels drop out.
    pub(super) fn chances(&self, shown: impl Fn(usize) -> Option<usize>) -> MU {
        let ByHome { one, two } = self.by_home(shown);
        MU { m: one.m + two.m, u: one.u + two.u }
    }

    /// Chances of each level of comparison `index` by itself; `None` if it does not go with the home.
    pub(super) fn marginals(&self, index: usize) -> Option<Vec<Option<MU>>> {
        let levels = self.levels[index].as_ref()?;
        Some(
            (0..levels.len())
                .map(|level| levels[level].map(|_| self.chances(|other| (other == index).then_some(level))))
                .collect(),
        )
    }

    /// Chances that a pair is of one home, or of two, and shows this.
    fn by_home(&self, shown: impl Fn(usize) -> Option<usize>) -> ByHome {
        let MU { m, u } = self.share;
        let start = ByHome { one: self.share, two: MU { m: 1.0 - m, u: 1.0 - u } };
        let known = |(index, levels): (usize, &Option<Vec<Option<ByHome>>>)| levels.as_ref()?[shown(index)?];
        self.levels.iter().enumerate().filter_map(known).fold(start, |product, level| ByHome {
            one: MU { m: product.one.m * level.one.m, u: product.one.u * level.one.u },
            two: MU { m: product.two.m * level.two.m, u: product.two.u * level.two.u },
        })
    }
}

/// Whether a comparison is of the address itself, which two people of one home share as one person shares it with himself.
pub(super) fn is_address(kind: ComparisonKind) -> bool {
    matches!(kind, ComparisonKind::Postcode | ComparisonKind::HouseNumber | ComparisonKind::Town)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(one: (f64, f64), two: (f64, f64)) -> ByHome {
        ByHome { one: MU { m: one.0, u: one.1 }, two: MU { m: two.0, u: two.1 } }
    }

    /// Sex, which goes with no home, postcode and town.
    fn homes() -> Homes {
        let address = [level((0.125, 0.125), (0.75, 0.875)), level((0.875, 0.875), (0.25, 0.125))].map(Some).to_vec();
        Homes { share: MU { m: 0.75, u: 0.5 }, levels: vec![None, Some(address.clone()), Some(address)] }
    }

    #[test]
    fn two_agreements_say_less_than_twice_what_one_says() {
        let ratio = |MU { m, u }: MU| m / u;
        let one = ratio(homes().chances(|index| (index == 1).then_some(1)));
        let both = ratio(homes().chances(|index| (index > 0).then_some(1)));
        assert!((one - (0.75 * 0.875 + 0.25 * 0.25) / (0.5 * 0.875 + 0.5 * 0.125)).abs() < 1e-12);
        assert!(one < both && both < one * one, "{one} {both}");
        assert!((ratio(homes().chances(|_| None)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn chances_of_the_levels_of_one_comparison_add_up() {
        assert_eq!(homes().marginals(0), None);
        let levels = homes().marginals(1).unwrap();
        let total = levels.iter().flatten().fold((0.0, 0.0), |sum, level| (sum.0 + level.m, sum.1 + level.u));
        assert!((total.0 - 1.0).abs() < 1e-12 && (total.1 - 1.0).abs() < 1e-12);
    }
}
