//! What a request wants left out of items.

use crate::answer::Element;
use crate::parameters::Query;

/// `excludeElements=Media,Role` and `excludeFields=summary,tagline`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trim {
    elements: Vec<String>,
    fields: Vec<String>,
}

impl Trim {
    pub(crate) fn of(query: &Query) -> Self {
        let list = |name: &str| {
            let names = query
                .get(name)
                .into_iter()
                .flat_map(|names| names.split(','));
            names.map(str::to_owned).collect()
        };
        Self {
            elements: list("excludeElements"),
            fields: list("excludeFields"),
        }
    }

    /// Takes it out of an item.
    pub(super) fn apply(&self, element: &mut Element<'_>) {
        for field in &self.fields {
            element.remove(field);
        }
        if !self.elements.is_empty() {
            let is_kept =
                |child: &Element<'_>| !self.elements.iter().any(|name| name == child.name());
            element.children_mut().retain(is_kept);
        }
    }
}
