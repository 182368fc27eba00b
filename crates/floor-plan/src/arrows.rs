//! Which file imports what from which.

use std::collections::{BTreeMap, BTreeSet};

use crate::resolve::Target;
use crate::tree::Crate;

/// One file's need of another, with the first place that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrow {
    /// The file that imports, relative to `src`.
    pub from: String,
    /// The file that defines what is imported.
    pub to: String,
    /// The line of the first mention.
    pub line: usize,
    /// The path as it is written there.
    pub path: String,
}

/// The arrows of a crate, from file to file.
#[derive(Debug, Default)]
pub struct Arrows {
    arrows: BTreeMap<String, BTreeMap<String, Arrow>>,
}

impl Arrows {
    /// Draws the arrows of a crate.
    pub fn of(one: &Crate) -> Self {
        let mut arrows = Self::default();
        for (at, module) in one.modules.iter().enumerate() {
            let Some(from) = one.files.get(module.file) else {
                continue;
            };
            for mention in &module.mentions {
                let Some(Target::Item(defined, _)) = one.resolve(at, &mention.path) else {
                    continue;
                };
                // A folder that shows what stands in it needs none of it.
                if mention.reexport && one.is_within(defined, at) {
                    continue;
                }
                let to = one
                    .modules
                    .get(defined)
                    .and_then(|one_of| one.files.get(one_of.file));
                let Some(to) = to.filter(|to| *to != from) else {
                    continue;
                };
                let targets = arrows.arrows.entry(from.clone()).or_default();
                targets.entry(to.clone()).or_insert_with(|| Arrow {
                    from: from.clone(),
                    to: to.clone(),
                    line: mention.line,
                    path: mention.path.join("::"),
                });
            }
        }
        arrows
    }

    /// Returns every arrow, ordered by file.
    pub fn iter(&self) -> impl Iterator<Item = &Arrow> {
        self.arrows.values().flat_map(BTreeMap::values)
    }

    /// Returns who imports from whom, by the names that `of` gives to the ends of an arrow. An
    /// arrow for which it gives nothing, or twice the same, is left out.
    pub(crate) fn between(
        &self,
        of: impl Fn(&Arrow) -> Option<(String, String)>,
    ) -> BTreeMap<String, BTreeSet<String>> {
        let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in self.iter().filter_map(of) {
            if from != to {
                graph.entry(from).or_default().insert(to);
            }
        }
        graph
    }
}
