//! The JSON of servers before 1.3: the XML tree spelled out, with `_elementType` and `_children`.

use serde_json::{Map, Value};

use super::names::ITEM_NAMES;

/// Rewrites such an answer as today's servers would give it; `None` when it is none.
pub(crate) fn modern(tree: Value) -> Option<Value> {
    let Value::Object(mut root) = tree else {
        return None;
    };
    let Some(Value::String(name)) = root.remove("_elementType") else {
        return None;
    };
    let mut document = Map::new();
    document.insert(name, element(root));
    Some(Value::Object(document))
}

/// Gives each child of an element its place under its own name. Items, whatever they are, go under
/// one name, so that they keep their order.
fn element(mut fields: Map<String, Value>) -> Value {
    let Some(Value::Array(children)) = fields.remove("_children") else {
        return Value::Object(fields);
    };
    for child in children {
        let Value::Object(mut child) = child else {
            continue;
        };
        let Some(Value::String(name)) = child.remove("_elementType") else {
            continue;
        };
        let name = if ITEM_NAMES.contains(&name.as_str()) {
            "Metadata".to_owned()
        } else {
            name
        };
        match fields
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()))
        {
            Value::Array(siblings) => siblings.push(element(child)),
            // An attribute of the same name came first; an element says more.
            other => *other = Value::Array(vec![element(child)]),
        }
    }
    Value::Object(fields)
}
