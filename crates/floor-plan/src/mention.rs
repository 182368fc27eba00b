//! What the code of a module names: imports, paths in expressions and types, and, by their tokens,
//! the arguments of macros and attributes.

use syn::visit::{self, Visit};

use crate::tokens::{self, Found};
use crate::tree::{Import, Mention};

/// Holds what was found in one item.
#[derive(Default)]
pub(crate) struct Mentions {
    pub(crate) mentions: Vec<Mention>,
    /// Names brought in by a `use`, with what they stand for.
    pub(crate) imports: Vec<(String, Import)>,
    pub(crate) globs: Vec<Import>,
}

/// Returns what an item names.
pub(crate) fn of_item(item: &syn::Item) -> Mentions {
    let mut mentions = Mentions::default();
    mentions.visit_item(item);
    mentions
}

/// Says whether something is left out of every build but the tests'.
pub(crate) fn only_in_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

impl Mentions {
    fn push(&mut self, path: Vec<String>, line: usize) {
        self.mentions.push(Mention {
            path,
            line,
            reexport: false,
        });
    }

    fn extend(&mut self, found: Vec<Found>) {
        for Found { path, line } in found {
            self.push(path, line);
        }
    }

    fn import(&mut self, tree: &syn::UseTree, prefix: &[String], visibility: &syn::Visibility) {
        let import = |path| Import {
            path,
            shared: !matches!(visibility, syn::Visibility::Inherited),
            public: matches!(visibility, syn::Visibility::Public(_)),
        };
        let named = |ident: &syn::Ident, name: &syn::Ident| {
            let line = ident.span().start().line;
            (joined(prefix, ident), name.to_string(), line)
        };
        let (path, name, line) = match tree {
            syn::UseTree::Path(inner) => {
                let prefix = joined(prefix, &inner.ident);
                return self.import(&inner.tree, &prefix, visibility);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, prefix, visibility);
                }
                return;
            }
            syn::UseTree::Glob(_) => {
                self.globs.push(import(prefix.to_vec()));
                return;
            }
            syn::UseTree::Name(one) => named(&one.ident, &one.ident),
            syn::UseTree::Rename(one) => named(&one.ident, &one.rename),
        };
        // `use a::{self}` brings in `a`.
        let path = match path.split_last() {
            Some((last, before)) if last == "self" && !before.is_empty() => before.to_vec(),
            _ => path,
        };
        let name = match (name.as_str(), path.last()) {
            ("self", Some(last)) => last.clone(),
            (name, _) => name.to_owned(),
        };
        let import = import(path);
        self.mentions.push(Mention {
            path: import.path.clone(),
            line,
            reexport: import.shared,
        });
        self.imports.push((name, import));
    }
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !only_in_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            self.import(&item.tree, &[], &item.vis);
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !only_in_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    // `pub(in crate::part)` names a module and imports nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|one| one.ident.to_string())
            .collect();
        let capital = |name: &String| name.starts_with(char::is_uppercase);
        // A single lower-case name is mostly a variable; calls are looked at below.
        if path.leading_colon.is_none() && (names.len() > 1 || names.first().is_some_and(capital)) {
            let first = path
                .segments
                .first()
                .map_or(0, |one| one.ident.span().start().line);
            self.push(names, first);
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func
            && let Some(name) = function.path.get_ident()
        {
            self.push(vec![name.to_string()], name.span().start().line);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, one: &'ast syn::Macro) {
        if let Some(name) = one.path.get_ident() {
            self.push(vec![name.to_string()], name.span().start().line);
        }
        self.visit_path(&one.path);
        self.extend(tokens::paths(one.tokens.clone()));
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.extend(tokens::paths(list.tokens.clone()));
            self.extend(tokens::quoted_paths(list.tokens.clone()));
        }
    }
}

fn joined(prefix: &[String], name: &syn::Ident) -> Vec<String> {
    let mut path = prefix.to_vec();
    path.push(name.to_string());
    path
}

pub(crate) fn attributes(item: &syn::Item) -> &[syn::Attribute] {
    match item {
        syn::Item::Const(item) => &item.attrs,
        syn::Item::Enum(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Macro(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Static(item) => &item.attrs,
        syn::Item::Struct(item) => &item.attrs,
        syn::Item::Trait(item) => &item.attrs,
        syn::Item::Type(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
