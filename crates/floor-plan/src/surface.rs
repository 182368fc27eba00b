//! What another crate can name.

use std::collections::BTreeSet;

use crate::resolve::Target;
use crate::tree::Crate;

/// Says how much of a library is public.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Surface {
    /// Types, functions, constants and modules that a public path leads to.
    pub items: usize,
    /// The public methods of those types.
    pub methods: usize,
    /// Their public fields, variants and the items of traits.
    pub members: usize,
}

impl Surface {
    /// Counts what the library of a crate shows; nothing for a crate without one.
    pub fn of(one: &Crate) -> Self {
        let mut walk = Walk::default();
        if let Some(library) = one.library {
            walk.module(one, library);
        }
        let mut surface = Self {
            items: walk.items.len() + walk.modules.len().saturating_sub(1),
            ..Self::default()
        };
        for (module, name) in &walk.items {
            surface.methods += one.methods.get(name).copied().unwrap_or(0);
            let item = one.modules.get(*module).and_then(|one| one.items.get(name));
            surface.members += item.map_or(0, |item| item.members);
        }
        surface
    }

    /// Returns all of it as one number.
    pub fn total(self) -> usize {
        self.items + self.methods + self.members
    }
}

#[derive(Default)]
struct Walk {
    modules: BTreeSet<usize>,
    /// The globs that were followed, whose modules need not be public themselves.
    globbed: BTreeSet<usize>,
    items: BTreeSet<(usize, String)>,
}

impl Walk {
    fn module(&mut self, one: &Crate, module: usize) {
        if self.modules.insert(module) {
            self.contents(one, module);
        }
    }

    fn contents(&mut self, one: &Crate, at: usize) {
        let Some(module) = one.modules.get(at).filter(|_| self.globbed.insert(at)) else {
            return;
        };
        for (name, item) in &module.items {
            if item.public {
                self.items.insert((at, name.clone()));
            }
        }
        for child in module.children.values().filter(|child| child.public) {
            self.module(one, child.module);
        }
        for import in module
            .imports
            .values()
            .flatten()
            .filter(|import| import.public)
        {
            match one.resolve(at, &import.path) {
                Some(Target::Item(module, name)) => {
                    self.items.insert((module, name));
                }
                Some(Target::Module(module)) => self.module(one, module),
                None => {}
            }
        }
        for glob in module.globs.iter().filter(|glob| glob.public) {
            if let Some(Target::Module(module)) = one.resolve(at, &glob.path) {
                self.contents(one, module);
            }
        }
    }
}
