//! The modules of one crate, and what each declares.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The sources of one crate: its files, and the modules that they define.
#[derive(Debug)]
pub struct Crate {
    /// The name of its folder.
    pub name: String,
    /// The `src` folder.
    pub(crate) src: PathBuf,
    /// The files that the roots reach, relative to `src`, with `/` between folders.
    pub(crate) files: Vec<String>,
    /// The files under `src` that no root reaches.
    pub(crate) unreached: Vec<String>,
    pub(crate) modules: Vec<Module>,
    /// The module of `lib.rs`.
    pub(crate) library: Option<usize>,
    /// How many public functions the inherent implementations of a type have, by its name.
    pub(crate) methods: BTreeMap<String, usize>,
}

/// One module, in a file of its own or inline.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) parent: Option<usize>,
    /// The index of the file that it stands in.
    pub(crate) file: usize,
    pub(crate) children: BTreeMap<String, Child>,
    /// The items that it defines, by name.
    pub(crate) items: BTreeMap<String, Item>,
    /// Identifiers in the arguments of macros at module level: names that the macro may define.
    pub(crate) made: BTreeSet<String>,
    pub(crate) imports: BTreeMap<String, Vec<Import>>,
    pub(crate) globs: Vec<Import>,
    pub(crate) mentions: Vec<Mention>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Child {
    pub(crate) module: usize,
    pub(crate) public: bool,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Item {
    pub(crate) public: bool,
    /// Public fields of a structure, variants of an enumeration, functions of a trait.
    pub(crate) members: usize,
}

/// A name that a `use` brings in.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    pub(crate) path: Vec<String>,
    /// Visible outside the module in any way: a re-export.
    pub(crate) shared: bool,
    /// Visible outside the crate, as far as this module goes.
    pub(crate) public: bool,
}

/// A path that a module names, and where.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// Named by a `pub use` alone.
    pub(crate) reexport: bool,
}

impl Crate {
    /// Returns the files under `src` that belong to the crate, relative to it.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Returns the module that a module's `crate::` means.
    pub(crate) fn root_of(&self, mut module: usize) -> usize {
        while let Some(parent) = self.modules.get(module).and_then(|module| module.parent) {
            module = parent;
        }
        module
    }

    /// Says whether a module is the other or stands somewhere inside it.
    pub(crate) fn is_within(&self, mut module: usize, ancestor: usize) -> bool {
        loop {
            if module == ancestor {
                return true;
            }
            match self.modules.get(module).and_then(|module| module.parent) {
                Some(parent) => module = parent,
                None => return false,
            }
        }
    }
}
