//! A field's row in the table.

use super::super::field::Field;

/// Says what a field's values are, and with that how they can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldType {
    Tag,
    Integer,
    Text,
    Boolean,
    Date,
    SubtitleLanguage,
    AudioLanguage,
    Resolution,
}

impl FieldType {
    /// Every type, in the order in which PMS tells of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Tag,
        Self::Integer,
        Self::Text,
        Self::Boolean,
        Self::Date,
        Self::SubtitleLanguage,
        Self::AudioLanguage,
        Self::Resolution,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Integer => "integer",
            Self::Text => "string",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::SubtitleLanguage => "subtitleLanguage",
            Self::AudioLanguage => "audioLanguage",
            Self::Resolution => "resolution",
        }
    }

    /// Returns what can stand between a field and a value, and what people call that.
    pub(crate) fn operators(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Tag | Self::SubtitleLanguage | Self::AudioLanguage => {
                &[("=", "is"), ("!=", "is not")]
            }
            Self::Integer => &[
                ("=", "is"),
                ("!=", "is not"),
                (">>=", "is greater than"),
                ("<<=", "is less than"),
            ],
            Self::Text => &[
                ("=", "contains"),
                ("!=", "does not contain"),
                ("==", "is"),
                ("!==", "is not"),
                ("<=", "begins with"),
                (">=", "ends with"),
            ],
            Self::Boolean => &[("=", "is true"), ("!=", "is false")],
            Self::Date => &[("<<=", "is before"), (">>=", "is after")],
            Self::Resolution => &[("=", "is")],
        }
    }

    /// Returns the type of a list of the field's values, which knows fewer of them.
    pub(crate) fn list_name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            _ => "string",
        }
    }
}

/// A field of a kind of item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldRow {
    /// What a query calls it.
    pub(crate) name: &'static str,
    /// What an item has in it.
    pub(crate) field: Field,
    pub(crate) field_type: FieldType,
    /// What its number means, such as `rating`.
    pub(crate) meaning: Option<&'static str>,
    /// Its name for people.
    pub(crate) title: &'static str,
    /// Whether clients are told that it can be compared. PMS takes more fields than it tells of.
    pub(crate) is_told: bool,
    /// What the list of its values is called, if there is one.
    pub(crate) list: Option<&'static str>,
}

/// Returns a field that can be compared, and of which there is no list.
pub(super) const fn row(
    name: &'static str,
    field: Field,
    field_type: FieldType,
    title: &'static str,
) -> FieldRow {
    FieldRow {
        name,
        field,
        field_type,
        meaning: None,
        title,
        is_told: true,
        list: None,
    }
}

impl FieldRow {
    pub(super) const fn meaning(mut self, meaning: &'static str) -> Self {
        self.meaning = Some(meaning);
        self
    }

    /// Says that there is a list of its values.
    pub(super) const fn listed(mut self, title: &'static str) -> Self {
        self.list = Some(title);
        self
    }

    /// Says that PMS takes it, but does not tell of it.
    pub(super) const fn untold(mut self) -> Self {
        self.is_told = false;
        self
    }
}
