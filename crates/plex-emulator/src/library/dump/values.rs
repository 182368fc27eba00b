//! Attributes, elements and references as a description has them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::vocabulary;
use crate::world::{Attributes, ItemId, Node, Value as Held, World};

pub(super) type Table = Map<String, Value>;

pub(super) fn value(held: &Held) -> Value {
    match held {
        Held::Text(text) => Value::from(&**text),
        Held::Int(number) => Value::from(*number),
        Held::Float(number) => Value::from(*number),
        Held::Bool(flag) => Value::from(*flag),
    }
}

/// Puts attributes into a table; what nobody knows into its `other`.
pub(super) fn put_attributes(world: &World, table: &mut Table, attributes: &Attributes) {
    for (name, held) in attributes.iter() {
        put(table, world.names.text(name), value(held), false);
    }
}

fn put(table: &mut Table, name: &str, value: Value, is_element: bool) {
    let is_known = match is_element {
        true => vocabulary::is_element(name),
        false => vocabulary::is_attribute(name),
    };
    if is_known {
        table.insert(name.to_owned(), value);
        return;
    }
    let other = table.entry("other").or_insert_with(|| Table::new().into());
    if let Some(other) = other.as_object_mut() {
        other.insert(name.to_owned(), value);
    }
}

/// Puts elements into a table, those of a name together.
pub(super) fn put_nodes(world: &World, table: &mut Table, nodes: &[Node]) {
    for (name, nodes) in by_name(nodes) {
        let is_known = vocabulary::is_element(name);
        let value = listed(nodes.iter().map(|node| node_table(world, node, is_known)));
        put(table, name, value, true);
    }
}

/// Elements by their names.
fn by_name(nodes: &[Node]) -> BTreeMap<&str, Vec<&Node>> {
    let mut named: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    for node in nodes {
        named.entry(&node.name).or_default().push(node);
    }
    named
}

/// Returns one table as it is, several as a list.
fn listed(tables: impl Iterator<Item = Value>) -> Value {
    let mut tables: Vec<Value> = tables.collect();
    match (tables.len(), tables.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            tables.push(last);
            tables.into()
        }
        (_, None) => Value::Null,
    }
}

/// Returns an element with what is in it. Below one that nobody knows, everything may be called anything.
fn node_table(world: &World, node: &Node, is_known: bool) -> Value {
    let mut table = Table::new();
    if is_known {
        put_attributes(world, &mut table, &node.attributes);
        put_nodes(world, &mut table, &node.children);
        return Value::Object(table);
    }
    for (name, held) in node.attributes.iter() {
        table.insert(world.names.text(name).to_owned(), value(held));
    }
    for (name, nodes) in by_name(&node.children) {
        let tables = nodes.iter().map(|node| node_table(world, node, false));
        table.insert(name.to_owned(), listed(tables));
    }
    Value::Object(table)
}

/// Returns what an item is called by: its rating key.
pub(super) fn key(world: &World, id: ItemId) -> Value {
    let item = world.items.get(id);
    item.map_or(Value::Null, |item| Value::from(&*item.rating_key))
}
