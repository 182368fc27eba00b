//! Circles: files, or folders, each of which needs all the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::arrows::Arrows;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Returns the circles among files: the members of each, in order.
pub fn circles(arrows: &Arrows) -> Vec<Vec<String>> {
    knots(&arrows.between(|arrow| Some((arrow.from.clone(), arrow.to.clone()))))
}

/// Returns the circles among what stands side by side in one folder, where one of it is a folder.
pub fn folder_circles(arrows: &Arrows) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for folder in folders(arrows) {
        let graph = arrows.between(|arrow| {
            let from = arrow.from.strip_prefix(&folder)?;
            let to = arrow.to.strip_prefix(&folder)?;
            Some((entry(&folder, from), entry(&folder, to)))
        });
        let knots = knots(&graph).into_iter();
        found.extend(knots.filter(|knot| knot.iter().any(|one| one.ends_with('/'))));
    }
    found
}

/// Returns every folder that an arrow touches, with a `/` at the end, except `src` itself, whose
/// rooms stand on floors.
fn folders(arrows: &Arrows) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for arrow in arrows.iter() {
        for file in [&arrow.from, &arrow.to] {
            let mut rest = file.as_str();
            while let Some((folder, _)) = rest.rsplit_once('/') {
                folders.insert(format!("{folder}/"));
                rest = folder;
            }
        }
    }
    folders
}

fn entry(folder: &str, below: &str) -> String {
    match below.split_once('/') {
        Some((inner, _)) => format!("{folder}{inner}/"),
        None => format!("{folder}{below}"),
    }
}

/// Returns the strongly connected components of more than one member (Tarjan's algorithm).
fn knots(graph: &Graph) -> Vec<Vec<String>> {
    let mut search = Search {
        graph,
        seen: BTreeMap::new(),
        stack: Vec::new(),
        found: Vec::new(),
    };
    for node in graph.keys() {
        if !search.seen.contains_key(node.as_str()) {
            search.visit(node);
        }
    }
    search.found.sort();
    search.found
}

struct Search<'a> {
    graph: &'a Graph,
    seen: BTreeMap<&'a str, usize>,
    stack: Vec<&'a str>,
    found: Vec<Vec<String>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, node: &'a str) -> usize {
        let number = self.seen.len();
        self.seen.insert(node, number);
        self.stack.push(node);
        let mut lowest = number;
        for next in self.graph.get(node).into_iter().flatten() {
            let next = next.as_str();
            if !self.seen.contains_key(next) {
                lowest = lowest.min(self.visit(next));
            } else if self.stack.contains(&next) {
                lowest = lowest.min(self.seen.get(next).copied().unwrap_or(lowest));
            }
        }
        if lowest == number {
            let from = self.stack.iter().position(|one| *one == node).unwrap_or(0);
            let mut knot: Vec<_> = self.stack.drain(from..).map(str::to_owned).collect();
            if knot.len() > 1 {
                knot.sort();
                self.found.push(knot);
            }
        }
        lowest
    }
}
