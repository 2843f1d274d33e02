//! From the file as written to the types of [`super::types`]; every fault names its line and a remedy.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use super::raw::{RawComparison, RawIdentity, RawLink, RawPass, RawPayload, RawSource, RawSpec, RawTable, Text};
use super::{
    Cardinality, Combine, Comparison, ComparisonKind, Consent, DateColumn, DateFormat, Derived, FixedParameters,
    Identity, Link, Loss, Names, Pass, PayloadColumn, PayloadKind, PostcodeColumn, PostcodeShape, Profile, SexCodes,
    SexColumn, Source, Spec, SpecError, Table, TableKind, root,
};

const FORMAT: &str = "dwlink/spec/1";

pub(super) fn parse(text: &str, file: &Path, profile: Option<Profile>) -> Result<Spec, SpecError> {
    let at = Place { text, file };
    let raw: RawSpec = toml::from_str(text).map_err(|error| {
        at.error(
            error.span(),
            error.message().to_owned(),
            "compare the line with the file that `dwlink spec new` writes",
        )
    })?;
    at.one_of(&raw.format, "format", &[(FORMAT, ())])?;
    at.name(&raw.project)?;
    let declared = at.one_of(&raw.profile, "profile", &named(&Profile::ALL))?;
    let profile = profile.unwrap_or(declared);
    let sources = raw.source.iter().map(|source| at.source(source)).collect::<Result<Vec<_>, _>>()?;
    at.unique(raw.source.iter().map(|source| &source.name), "source")?;
    at.unique(raw.link.iter().map(|link| &link.name), "link")?;
    let links = raw.link.iter().map(|link| at.link(link, &sources, profile)).collect::<Result<Vec<_>, _>>()?;
    let anchor = raw.anchor.as_ref().map(|name| at.source_index(name, &sources)).transpose()?;
    let mut spec = Spec {
        project: raw.project.get_ref().clone(),
        profile,
        delivery: raw.delivery,
        incremental: raw.incremental,
        sources,
        links,
        anchor,
        relay: raw.relay,
        sealed: raw.sealed,
        dummies: raw.dummies.as_ref().map_or(Ok(0.0), |given| at.share(given, "dummies"))?,
        hash: String::new(),
    };
    spec.hash = root::hash(&spec);
    Ok(spec)
}

/// Profiles with a list of passes; `joint` takes of the guarded one what has a `joint_cap`.
const PASS_LISTS: [Profile; 2] = [Profile::Guarded, Profile::Open];

fn named(profiles: &[Profile]) -> Vec<(&'static str, Profile)> {
    profiles.iter().map(|profile| (profile.name(), *profile)).collect()
}

struct Place<'a> {
    text: &'a str,
    file: &'a Path,
}

impl Place<'_> {
    fn error(&self, span: Option<Range<usize>>, what: String, remedy: &str) -> SpecError {
        let line = span
            .filter(|span| span.end > 0)
            .map(|span| self.text.get(..span.start).map_or(0, |before| before.matches('\n').count()) + 1);
        SpecError { file: self.file.to_path_buf(), line, what, remedy: remedy.to_owned() }
    }

    fn one_of<T: Clone>(&self, given: &Text, what: &str, known: &[(&str, T)]) -> Result<T, SpecError> {
        known.iter().find(|(name, _)| name == given.get_ref()).map(|(_, value)| value.clone()).ok_or_else(|| {
            let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
            self.error(
                Some(given.span()),
                format!("unknown {what} '{}'", given.get_ref()),
                &format!("use one of: {}", names.join(", ")),
            )
        })
    }

    /// Names become parts of file names and key labels.
    fn name(&self, given: &Text) -> Result<String, SpecError> {
        let name = given.get_ref();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if !name.is_empty() && name.len() <= 40 && name.chars().all(plain) {
            return Ok(name.clone());
        }
        Err(self.error(Some(given.span()), format!("'{name}' cannot be a name"), "use 1 to 40 of a-z, 0-9, - and _"))
    }

    fn unique<'t>(&self, names: impl Iterator<Item = &'t Text>, what: &str) -> Result<(), SpecError> {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name.get_ref()) {
                let text = format!("two {what}s are called '{}'", name.get_ref());
                return Err(self.error(Some(name.span()), text, "rename one of them"));
            }
        }
        Ok(())
    }

    fn share(&self, given: &Spanned<f64>, what: &str) -> Result<f64, SpecError> {
        let share = *given.get_ref();
        if (0.0..=1.0).contains(&share) {
            return Ok(share);
        }
        Err(self.error(Some(given.span()), format!("{what} must lie between 0 and 1"), "give a share, such as 0.95"))
    }

    fn source(&self, raw: &RawSource) -> Result<Source, SpecError> {
        if raw.entity_key.get_ref().is_empty() {
            let what = "the entity key has no column".to_owned();
            return Err(self.error(Some(raw.entity_key.span()), what, "name the columns that identify an entity"));
        }
        let tables = raw.table.iter().map(|table| self.table(table)).collect::<Result<Vec<_>, _>>()?;
        self.unique(raw.table.iter().map(|table| &table.name), "table")?;
        let persons = tables.iter().filter(|table| table.kind == TableKind::Person).count();
        if persons != 1 {
            let what = format!("source '{}' has {persons} person tables", raw.name.get_ref());
            return Err(self.error(Some(raw.name.span()), what, "give exactly one table kind = \"person\""));
        }
        Ok(Source {
            name: self.name(&raw.name)?,
            entity_key: raw.entity_key.get_ref().clone(),
            null_markers: raw.null_markers.clone(),
            consent: raw.consent.as_ref().map(|c| Consent { column: c.column.clone(), refused: c.refused.clone() }),
            withdrawals: raw.withdrawals.clone(),
            latest: raw.latest.clone(),
            same_person: raw.same_person.iter().map(|name| self.derived(name)).collect::<Result<_, _>>()?,
            uniques_ceiling: raw
                .uniques_ceiling
                .as_ref()
                .map_or(Ok(1.0), |given| self.share(given, "uniques_ceiling"))?,
            tables,
        })
    }

    fn derived(&self, given: &Text) -> Result<Derived, SpecError> {
        self.derived_named(given.get_ref(), given.span())
    }

    fn derived_named(&self, name: &str, span: Range<usize>) -> Result<Derived, SpecError> {
        Derived::from_name(name).ok_or_else(|| {
            let known: Vec<_> = Derived::ALL.iter().map(|derived| derived.name()).collect();
            self.error(Some(span), format!("unknown value '{name}'"), &format!("use one of: {}", known.join(", ")))
        })
    }

    fn table(&self, raw: &RawTable) -> Result<Table, SpecError> {
        let kinds = [("person", TableKind::Person), ("alias", TableKind::Alias), ("event", TableKind::Event)];
        let file_name = Path::new(&raw.file);
        if file_name.file_name() != Some(file_name.as_os_str()) {
            let what = format!("'{}' is not a plain file name", raw.file);
            return Err(self.error(Some(raw.name.span()), what, "tables lie directly in the source folder"));
        }
        Ok(Table {
            name: self.name(&raw.name)?,
            file: raw.file.clone(),
            kind: self.one_of(&raw.kind, "table kind", &kinds)?,
            identity: self.identity(&raw.identity)?,
            optional_columns: raw.optional_columns,
            payload: raw.payload.iter().map(|column| self.payload(column)).collect::<Result<_, _>>()?,
        })
    }

    fn identity(&self, raw: &RawIdentity) -> Result<Identity, SpecError> {
        let shapes = [
            ("auto", PostcodeShape::Auto),
            ("whole", PostcodeShape::Whole),
            ("sector", PostcodeShape::Sector),
            ("district", PostcodeShape::District),
        ];
        let codes = [
            ("letters", SexCodes::Letters),
            ("numeric", SexCodes::Numeric),
            ("words", SexCodes::Words),
            ("any", SexCodes::Any),
        ];
        Ok(Identity {
            forename: raw.forename.clone().or_else(|| raw.forenames.clone()),
            names: if raw.forenames.is_some() { Names::All } else { Names::First },
            middle: raw.middle.clone(),
            surname: raw.surname.clone(),
            birth_date: raw
                .birth_date
                .as_ref()
                .map(|date| Ok(DateColumn { column: date.column.clone(), formats: self.formats(&date.formats)? }))
                .transpose()?,
            birth_parts: raw.birth_parts.clone(),
            sex: raw
                .sex
                .as_ref()
                .map(|sex| {
                    let codes = self.one_of(&sex.codes, "code table", &codes)?;
                    Ok(SexColumn { column: sex.column.clone(), codes })
                })
                .transpose()?,
            postcode: raw
                .postcode
                .as_ref()
                .map(|postcode| {
                    let shape = self.one_of(&postcode.shape, "postcode shape", &shapes)?;
                    Ok(PostcodeColumn { column: postcode.column.clone(), shape })
                })
                .transpose()?,
            address: raw.address.clone(),
            town: raw.town.clone(),
        })
    }

    fn formats(&self, formats: &[Text]) -> Result<Vec<DateFormat>, SpecError> {
        let format = |given: &Text| {
            DateFormat::from_name(given.get_ref()).ok_or_else(|| {
                let what = format!("unknown date format '{}'", given.get_ref());
                self.error(Some(given.span()), what, &format!("use one of: {}", DateFormat::NAMES))
            })
        };
        formats.iter().map(format).collect()
    }

    fn payload(&self, raw: &RawPayload) -> Result<PayloadColumn, SpecError> {
        let formats = self.formats(&raw.formats)?;
        let kinds = [
            ("text", PayloadKind::Text),
            ("integer", PayloadKind::Integer),
            ("date", PayloadKind::Date(formats.clone())),
            ("year", PayloadKind::Year(formats.clone())),
            ("code", PayloadKind::Code(raw.codes.clone())),
            ("postcode_area", PayloadKind::PostcodeArea),
            ("substances_1", PayloadKind::Substances1 { cause: raw.cause.clone().unwrap_or_default() }),
        ];
        let kind = self.one_of(&raw.kind, "payload kind", &kinds)?;
        if matches!(kind, PayloadKind::Date(_) | PayloadKind::Year(_)) && formats.is_empty() {
            let what = format!("date column '{}' names no format", raw.column);
            return Err(self.error(Some(raw.kind.span()), what, "add formats = [\"dd/mm/yyyy\"] or the like"));
        }
        if matches!(kind, PayloadKind::Substances1 { .. }) != raw.cause.is_some() {
            let what = format!("column '{}': substances, and they alone, are sent by underlying cause", raw.column);
            return Err(self.error(Some(raw.kind.span()), what, "name the column of the ICD-10 code: cause = \"...\""));
        }
        let name = raw.name.clone().unwrap_or_else(|| raw.column.clone());
        Ok(PayloadColumn { column: raw.column.clone(), name, kind, quasi_identifier: raw.quasi_identifier })
    }

    fn source_index(&self, name: &Text, sources: &[Source]) -> Result<usize, SpecError> {
        let known: Vec<_> = sources.iter().enumerate().map(|(index, source)| (source.name.as_str(), index)).collect();
        self.one_of(name, "source", &known)
    }

    fn link(&self, raw: &RawLink, sources: &[Source], profile: Profile) -> Result<Link, SpecError> {
        let cardinalities =
            [("one-one", Cardinality::OneOne), ("many-one", Cardinality::ManyOne), ("cluster", Cardinality::Cluster)];
        let combines =
            [("best", Combine::Best), ("pooled", Combine::Pooled), ("first", Combine::First), ("auto", Combine::Auto)];
        let (left, right) = (self.source_index(&raw.left, sources)?, self.source_index(&raw.right, sources)?);
        let cardinality = self.one_of(&raw.cardinality, "cardinality", &cardinalities)?;
        if (left == right) != (cardinality == Cardinality::Cluster) {
            let what = "a source linked to itself makes clusters, and only that does".to_owned();
            return Err(self.error(Some(raw.cardinality.span()), what, "change the cardinality or the sources"));
        }
        let (lists, mut passes) = (named(&PASS_LISTS), Vec::new());
        for pass in &raw.pass {
            let list = pass.profile.as_ref().map(|given| self.one_of(given, "pass list", &lists)).transpose()?;
            let (wanted, cap) = match profile {
                Profile::Joint => (Profile::Guarded, pass.joint_cap.as_ref()),
                Profile::Guarded | Profile::Open => (profile, Some(&pass.cap)),
            };
            if let Some(cap) = cap.filter(|_| list.is_none_or(|list| list == wanted)) {
                passes.push((&pass.name, self.pass(pass, cap)?));
            }
        }
        self.unique(passes.iter().map(|(name, _)| *name), "passe")?;
        if passes.is_empty() || passes.len() > 64 {
            let what = format!("link '{}' has {} passes in this profile", raw.name.get_ref(), passes.len());
            return Err(self.error(Some(raw.name.span()), what, "give between 1 and 64"));
        }
        let loss = Loss::new(*raw.false_link_costs.get_ref()).ok_or_else(|| {
            let what = "false_link_costs is a number of missed links above 0".to_owned();
            self.error(Some(raw.false_link_costs.span()), what, "give 10 for a study, 1 where both count the same")
        })?;
        let comparisons = self.comparisons(raw)?;
        Ok(Link {
            name: self.name(&raw.name)?,
            left,
            right,
            cardinality,
            loss,
            combine: self.one_of(&raw.combine, "combine rule", &combines)?,
            home: self.home(raw, &comparisons)?,
            comparisons,
            passes: passes.into_iter().map(|(_, pass)| pass).collect(),
        })
    }

    fn home(&self, raw: &RawLink, comparisons: &[Comparison]) -> Result<Vec<ComparisonKind>, SpecError> {
        use ComparisonKind::{HouseNumber, Postcode, Surname, Town};
        let of_home = comparisons.iter().map(|comparison| comparison.kind);
        let known: Vec<_> = of_home
            .filter(|kind| matches!(kind, Postcode | HouseNumber | Town | Surname))
            .map(|kind| (kind.name(), kind))
            .collect();
        let home: Vec<_> = raw
            .home
            .iter()
            .map(|name| self.one_of(name, "comparison of a home in this link", &known))
            .collect::<Result<_, _>>()?;
        self.unique(raw.home.iter(), "home field")?;
        match raw.home.first() {
            Some(first) if home.iter().filter(|kind| **kind != Surname).count() < 2 => {
                let what = "one address does not show who lives together".to_owned();
                let remedy = "name at least two of postcode, house_number and town, or leave home out";
                Err(self.error(Some(first.span()), what, remedy))
            }
            _ => Ok(home),
        }
    }

    /// Each once: agreement patterns grow with the product of the levels of all of them.
    fn comparisons(&self, raw: &RawLink) -> Result<Vec<Comparison>, SpecError> {
        let mut comparisons: Vec<Comparison> = Vec::new();
        for given in &raw.comparison {
            let comparison = self.comparison(given)?;
            if comparisons.iter().any(|earlier| earlier.kind == comparison.kind) {
                let what = format!("comparison '{}' stands twice in this link", comparison.kind.name());
                return Err(self.error(Some(given.kind.span()), what, "leave one of them out"));
            }
            comparisons.push(comparison);
        }
        if comparisons.is_empty() {
            let what = format!("link '{}' compares nothing", raw.name.get_ref());
            return Err(self.error(Some(raw.name.span()), what, "add a [[link.comparison]]"));
        }
        Ok(comparisons)
    }

    fn comparison(&self, raw: &RawComparison) -> Result<Comparison, SpecError> {
        let kinds: Vec<_> = ComparisonKind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
        let kind = self.one_of(&raw.kind, "comparison", &kinds)?;
        for (name, values) in [("m", &raw.m), ("u", &raw.u)] {
            let (given, wanted) = (values.get_ref(), kind.levels().len());
            let fits = given.len() == wanted
                && given.iter().all(|p| *p > 0.0 && *p < 1.0)
                && (given.iter().sum::<f64>() - 1.0).abs() < 1e-3;
            if !fits {
                let labels: Vec<_> = kind.levels().iter().map(|level| level.label).collect();
                return Err(self.error(
                    Some(values.span()),
                    format!("{name} of '{}' must be {wanted} chances above 0 that add up to 1", kind.name()),
                    &format!("give one for each level: {}", labels.join(", ")),
                ));
            }
        }
        Ok(Comparison { kind, fixed: FixedParameters { m: raw.m.get_ref().clone(), u: raw.u.get_ref().clone() } })
    }

    fn pass(&self, raw: &RawPass, cap: &Spanned<usize>) -> Result<Pass, SpecError> {
        let key = raw
            .key
            .get_ref()
            .iter()
            .map(|part| part.split('/').map(|name| self.derived_named(name, raw.key.span())).collect())
            .collect::<Result<Vec<Vec<Derived>>, _>>()?;
        if key.is_empty() {
            return Err(self.error(Some(raw.key.span()), "the block key is empty".into(), "name at least one value"));
        }
        if *cap.get_ref() == 0 {
            let what = "a cap of 0 emits nothing".to_owned();
            return Err(self.error(Some(cap.span()), what, "give at least 1, or leave the pass out"));
        }
        Ok(Pass { name: self.name(&raw.name)?, key, cap: *cap.get_ref(), chance: self.share(&raw.chance, "chance")? })
    }
}
