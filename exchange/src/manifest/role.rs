use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::json;

/// What a folder is for; in JSON it is the format, `dwlink/<role>/1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Token files, one per link and pass: owner to linkage unit.
    #[serde(rename = "dwlink/linkage/1")]
    Linkage,
    /// Token files of a spec that says `relay`: owner to key custodian, who makes them [`Role::Linkage`].
    #[serde(rename = "dwlink/relay/1")]
    Relay,
    /// Handle and entity tables: owner to union desk.
    #[serde(rename = "dwlink/union/1")]
    Union,
    /// Payload tables: owner to analysis unit.
    #[serde(rename = "dwlink/analysis/1")]
    Analysis,
    /// Payload tables of a spec that says `sealed`: owner to analysis unit, which opens what it has row keys for into a folder of
    /// [`Role::Analysis`].
    #[serde(rename = "dwlink/sealed/1")]
    Sealed,
    /// Crosswalk and full check report; never leaves the owner.
    #[serde(rename = "dwlink/owner/1")]
    Owner,
    /// Scored pairs: linkage unit to union desk.
    #[serde(rename = "dwlink/pairs/1")]
    Pairs,
    /// Spines: union desk to analysis unit.
    #[serde(rename = "dwlink/spine/1")]
    Spine,
    /// Fitted models on their own: linkage unit to whoever reviews them.
    #[serde(rename = "dwlink/model/1")]
    Model,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 9] = [
        Self::Linkage,
        Self::Relay,
        Self::Union,
        Self::Analysis,
        Self::Sealed,
        Self::Owner,
        Self::Pairs,
        Self::Spine,
        Self::Model,
    ];

    /// The format a manifest of this role declares.
    #[must_use]
    pub const fn format(self) -> &'static str {
        match self {
            Self::Linkage => "dwlink/linkage/1",
            Self::Relay => "dwlink/relay/1",
            Self::Union => "dwlink/union/1",
            Self::Analysis => "dwlink/analysis/1",
            Self::Sealed => "dwlink/sealed/1",
            Self::Owner => "dwlink/owner/1",
            Self::Pairs => "dwlink/pairs/1",
            Self::Spine => "dwlink/spine/1",
            Self::Model => "dwlink/model/1",
        }
    }

    /// The name such a folder has by custom.
    #[must_use]
    pub const fn folder_name(self) -> &'static str {
        match self {
            Self::Linkage => "linkage",
            Self::Relay => "relay",
            Self::Union => "union",
            Self::Analysis => "analysis",
            Self::Sealed => "sealed",
            Self::Owner => "owner",
            Self::Pairs => "pairs",
            Self::Spine => "spine",
            Self::Model => "model",
        }
    }

    /// The role that the manifest at `path` declares, if it is one of ours.
    pub(crate) fn declared_by(path: &Path) -> Option<Self> {
        let format = json::declared_format(path)?;
        Self::ALL.into_iter().find(|role| role.format() == format)
    }
}
