//! Which messages a listener wants.

/// The `filters=` of a listener: names of types that are wanted, or with a minus before them of
/// types that are not. Unless it says anything, all but `log` are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filters {
    wanted: Vec<String>,
    unwanted: Vec<String>,
}

impl Filters {
    pub(crate) fn parse(text: Option<&str>) -> Self {
        let text = text.filter(|text| !text.is_empty()).unwrap_or("-log");
        let mut filters = Self {
            wanted: Vec::new(),
            unwanted: Vec::new(),
        };
        for name in text
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match name.strip_prefix('-') {
                Some(name) => filters.unwanted.push(name.to_owned()),
                None => filters.wanted.push(name.to_owned()),
            }
        }
        filters
    }

    pub(crate) fn pass(&self, kind: &str) -> bool {
        let is_named = |names: &[String]| names.iter().any(|name| name == kind);
        !is_named(&self.unwanted) && (self.wanted.is_empty() || is_named(&self.wanted))
    }
}
