//! From a path that a module names to the module that defines what it means.

use crate::tree::{Crate, Import};

/// Says what a path of this crate leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A module itself.
    Module(usize),
    /// An item, by the module that defines it and its name there.
    Item(usize, String),
}

/// Re-exports that go round longer than this lead nowhere.
const STEPS: usize = 24;

impl Crate {
    /// Resolves a path as seen from a module; `None` when it leads out of the crate.
    pub(crate) fn resolve(&self, module: usize, path: &[String]) -> Option<Target> {
        self.follow(module, path, STEPS)
    }

    fn follow(&self, module: usize, path: &[String], steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        let mut here = match first.as_str() {
            "crate" => Target::Module(self.root_of(module)),
            "self" => Target::Module(module),
            "super" => Target::Module(self.modules.get(module)?.parent?),
            name => self.look_up(module, name, rest.is_empty(), steps)?,
        };
        for (at, name) in rest.iter().enumerate() {
            let Target::Module(module) = here else { break };
            if name == "super" {
                here = Target::Module(self.modules.get(module)?.parent?);
                continue;
            }
            let last = at + 1 == rest.len();
            // What no declaration explains was made by a macro, in the module that the path names.
            here = self
                .look_up(module, name, last, steps)
                .unwrap_or_else(|| Target::Item(module, name.clone()));
        }
        Some(here)
    }

    fn look_up(&self, module: usize, name: &str, last: bool, steps: usize) -> Option<Target> {
        let one = self.modules.get(module)?;
        let child = one
            .children
            .get(name)
            .map(|child| Target::Module(child.module));
        // `page::page` may be both a module and a function: the end of a path is the function.
        if !last && child.is_some() {
            return child;
        }
        if one.items.contains_key(name) {
            return Some(Target::Item(module, name.to_owned()));
        }
        let imported = one.imports.get(name).into_iter().flatten();
        let imported = imported.filter(|import| !is_only(import, name));
        imported
            .filter_map(|import| self.follow(module, &import.path, steps))
            .next()
            .or(child)
            .or_else(|| self.through_globs(module, name, last, steps))
            .or_else(|| {
                let made = one.made.contains(name);
                made.then(|| Target::Item(module, name.to_owned()))
            })
    }

    fn through_globs(&self, module: usize, name: &str, last: bool, steps: usize) -> Option<Target> {
        let steps = steps.checked_sub(1)?;
        let one = self.modules.get(module)?;
        one.globs.iter().find_map(|glob| {
            // Another crate's: `use rmcp::*`.
            let Target::Module(from) = self.follow(module, &glob.path, steps)? else {
                return None;
            };
            (from != module).then(|| self.look_up(from, name, last, steps))?
        })
    }
}

/// Tells whether it is like `use serde;`, which names another crate and nothing of this one.
fn is_only(import: &Import, name: &str) -> bool {
    matches!(import.path.as_slice(), [only] if only == name)
}
