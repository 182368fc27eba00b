//! Sources into modules: follows the declarations from the roots of a crate.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::mention::{self, Mentions};
use crate::tokens;
use crate::tree::{Child, Crate, Item, Module};

/// Reads every crate in the folders directly under `folder`, by name.
pub fn read_crates(folder: &Path) -> Result<Vec<Crate>> {
    let mut crates = Vec::new();
    for entry in entries(folder)? {
        if entry.join("src").is_dir() {
            crates.push(Crate::read(&entry)?);
        }
    }
    Ok(crates)
}

impl Crate {
    /// Reads the crate in `folder`: all that its `src/lib.rs`, `src/main.rs` and the programs in
    /// `src/bin` declare.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or parsed, or a declared module has none.
    pub fn read(folder: &Path) -> Result<Self> {
        let src = folder.join("src");
        let mut reader = Reader {
            one: Crate {
                name: name(folder),
                src: src.clone(),
                files: Vec::new(),
                unreached: Vec::new(),
                modules: Vec::new(),
                library: None,
                methods: BTreeMap::new(),
            },
            tests: Vec::new(),
        };
        for root in roots(&src)? {
            let module = reader.file(&root, &parent(&root), None)?;
            if root == src.join("lib.rs") {
                reader.one.library = Some(module);
            }
        }
        let mut all = Vec::new();
        sources(&src, &mut all)?;
        let mut one = reader.one;
        one.unreached = all
            .iter()
            .map(|path| relative(path, &src))
            .filter(|path| !one.files.contains(path))
            .filter(|path| !reader.tests.iter().any(|test| path.starts_with(test)))
            .collect();
        Ok(one)
    }
}

/// Returns every `.rs` file under a folder.
pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            sources(&entry, found)?;
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
    Ok(())
}

/// Returns a path below `base` with `/` between folders on every system.
pub(crate) fn relative(path: &Path, base: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Reads a file as text.
pub(crate) fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn roots(src: &Path) -> Result<Vec<PathBuf>> {
    let mut roots = vec![src.join("lib.rs"), src.join("main.rs")];
    let programs = src.join("bin");
    if programs.is_dir() {
        for entry in entries(&programs)? {
            roots.push(if entry.is_dir() {
                entry.join("main.rs")
            } else {
                entry
            });
        }
    }
    roots.retain(|root| root.is_file());
    Ok(roots)
}

fn name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn parent(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}

struct Reader {
    one: Crate,
    /// How the paths of modules that only tests have begin, relative to `src`.
    tests: Vec<String>,
}

/// Says where the items being read stand.
struct Place<'a> {
    module: usize,
    path: &'a Path,
    /// The folder of the files of child modules.
    children: PathBuf,
}

impl Reader {
    /// Reads one file as a module, whose children have their files in `children`.
    fn file(&mut self, path: &Path, children: &Path, parent: Option<usize>) -> Result<usize> {
        let parsed = syn::parse_file(&text(path)?).map_err(|source| Error::Parse {
            path: path.to_owned(),
            source,
        })?;
        let file = self.one.files.len();
        let below = relative(path, &self.one.src);
        self.one.files.push(below);
        let module = self.module(file, parent);
        let place = Place {
            module,
            path,
            children: children.to_owned(),
        };
        self.items(&place, &parsed.items)?;
        Ok(module)
    }

    fn module(&mut self, file: usize, parent: Option<usize>) -> usize {
        self.one.modules.push(Module {
            file,
            parent,
            ..Module::default()
        });
        self.one.modules.len() - 1
    }

    fn items(&mut self, place: &Place<'_>, items: &[syn::Item]) -> Result<()> {
        for item in items {
            if mention::only_in_tests(mention::attributes(item)) {
                if let syn::Item::Mod(child) = item {
                    let folder = place.children.join(child.ident.to_string());
                    let folder = relative(&folder, &self.one.src);
                    self.tests
                        .extend([format!("{folder}.rs"), format!("{folder}/")]);
                }
                continue;
            }
            match item {
                syn::Item::Mod(child) => self.child(place, child)?,
                syn::Item::Macro(call) if call.ident.is_none() => {
                    // Arguments that are items themselves are read as such.
                    match syn::parse2::<syn::File>(call.mac.tokens.clone()) {
                        Ok(inner) if !inner.items.is_empty() => self.items(place, &inner.items)?,
                        _ => {
                            let names = tokens::identifiers(call.mac.tokens.clone());
                            if let Some(module) = self.one.modules.get_mut(place.module) {
                                module.made.extend(names);
                            }
                        }
                    }
                    self.mentions(place.module, item);
                }
                _ => {
                    self.define(place.module, item);
                    self.mentions(place.module, item);
                }
            }
        }
        Ok(())
    }

    fn child(&mut self, place: &Place<'_>, child: &syn::ItemMod) -> Result<()> {
        let name = child.ident.to_string();
        let folder = place.children.join(&name);
        let module = match &child.content {
            Some((_, items)) => {
                let file = self.one.modules.get(place.module).map_or(0, |one| one.file);
                let module = self.module(file, Some(place.module));
                let inner = Place {
                    module,
                    path: place.path,
                    children: folder,
                };
                self.items(&inner, items)?;
                module
            }
            None => {
                let beside = place.children.join(format!("{name}.rs"));
                let inside = folder.join("mod.rs");
                let path = [beside, inside].into_iter().find(|path| path.is_file());
                let path = path.ok_or_else(|| Error::NoFile {
                    path: place.path.to_owned(),
                    module: name.clone(),
                })?;
                self.file(&path, &folder, Some(place.module))?
            }
        };
        let public = public(&child.vis);
        if let Some(parent) = self.one.modules.get_mut(place.module) {
            parent.children.insert(name, Child { module, public });
        }
        Ok(())
    }

    fn mentions(&mut self, module: usize, item: &syn::Item) {
        let Mentions {
            mentions,
            imports,
            globs,
        } = mention::of_item(item);
        let Some(module) = self.one.modules.get_mut(module) else {
            return;
        };
        module.mentions.extend(mentions);
        module.globs.extend(globs);
        for (name, import) in imports {
            module.imports.entry(name).or_default().push(import);
        }
    }

    fn define(&mut self, module: usize, item: &syn::Item) {
        let (name, item) = match item {
            syn::Item::Const(item) => (&item.ident, plain(&item.vis)),
            syn::Item::Static(item) => (&item.ident, plain(&item.vis)),
            syn::Item::Type(item) => (&item.ident, plain(&item.vis)),
            syn::Item::Union(item) => (&item.ident, plain(&item.vis)),
            syn::Item::Fn(item) => (&item.sig.ident, plain(&item.vis)),
            syn::Item::Struct(item) => {
                let members = item
                    .fields
                    .iter()
                    .filter(|field| public(&field.vis))
                    .count();
                (&item.ident, with(&item.vis, members))
            }
            syn::Item::Enum(item) => (&item.ident, with(&item.vis, item.variants.len())),
            syn::Item::Trait(item) => (&item.ident, with(&item.vis, item.items.len())),
            syn::Item::Macro(item) => {
                let Some(name) = &item.ident else { return };
                let exported = item
                    .attrs
                    .iter()
                    .any(|one| one.path().is_ident("macro_export"));
                let item = Item {
                    public: exported,
                    members: 0,
                };
                (name, item)
            }
            syn::Item::Impl(block) => return self.methods(block),
            _ => return,
        };
        if let Some(module) = self.one.modules.get_mut(module) {
            module.items.insert(name.to_string(), item);
        }
    }

    fn methods(&mut self, block: &syn::ItemImpl) {
        let (None, syn::Type::Path(of)) = (&block.trait_, &*block.self_ty) else {
            return;
        };
        let Some(name) = of.path.segments.last() else {
            return;
        };
        let count = block.items.iter().filter(|item| match item {
            syn::ImplItem::Fn(function) => public(&function.vis),
            syn::ImplItem::Const(constant) => public(&constant.vis),
            _ => false,
        });
        *self.one.methods.entry(name.ident.to_string()).or_default() += count.count();
    }
}

fn public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

fn plain(visibility: &syn::Visibility) -> Item {
    with(visibility, 0)
}

fn with(visibility: &syn::Visibility, members: usize) -> Item {
    Item {
        public: public(visibility),
        members,
    }
}
