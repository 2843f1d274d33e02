//! The layout of a link's bundles, as pass files declare it.

use exchange::BundleLayout;
use exchange::spec::{Link, TokenDomain};

/// Layout of the bundles of `link`, in slot order.
pub(crate) fn bundle_layout(link: &Link) -> exchange::Result<BundleLayout> {
    BundleLayout::new(
        link.groups().into_iter().map(|group| (group.name(), domain_name(group.domain()), group.slots() as u16)),
    )
}

/// The name under which a domain's key is derived. Frozen with token format v1.
pub(crate) fn domain_name(domain: TokenDomain) -> &'static str {
    match domain {
        TokenDomain::Name => "name",
        TokenDomain::NameDeletion => "name_deletion",
        TokenDomain::BirthYear => "birth_year",
        TokenDomain::DayMonth => "day_month",
        TokenDomain::Sex => "sex",
        TokenDomain::MiddleInitial => "middle_initial",
        TokenDomain::PostcodeUnit => "postcode_unit",
        TokenDomain::PostcodeSector => "postcode_sector",
        TokenDomain::PostcodeDistrict => "postcode_district",
        TokenDomain::HouseNumber => "house_number",
    }
}
