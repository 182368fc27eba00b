//! The rule of a smart list in words.

use plex_client::{
    Comparison, Condition, Direction, FieldKind, Filter, MediaItem, SmartRule, Sort,
};

use crate::{
    call::Call,
    clean,
    filters::{self, Offer},
    view::named,
    vocabulary::{field, kind, sort},
};

/// How many values of one condition are told.
const VALUES: usize = 5;

/// The longest rule that is told, in characters.
const RULE_CHARS: usize = 400;

/// Milliseconds in a minute, in which people count how long something runs.
const MINUTE_MS: u64 = 60_000;

/// Returns the rule of a smart list in words; `None` for what is not smart, and for a rule that cannot be
/// told whole.
pub(crate) async fn in_words(call: &Call, list: &MediaItem) -> Option<String> {
    let rule = SmartRule::of(list).ok()??;
    let libraries = call.plex.libraries().await.ok()?;
    let library = libraries
        .iter()
        .find(|library| library.key == rule.library)?;
    let is_told = |(name, _): &(String, String)| name.starts_with("include");
    if !rule.others.iter().all(is_told) {
        return None;
    }
    let item_type = rule.item_type.clone();
    let item_type = item_type.unwrap_or_else(|| kind::own_type(&library.library_type));
    let meta = filters::meta(&call.plex, library).await.ok()?.meta;
    let offer = Offer::of(&meta, item_type.clone()).ok();
    let teller = Teller {
        call,
        library,
        offer,
    };
    let mut words = format!(
        "every {} of {}",
        named::kind(&item_type),
        clean::quoted(&library.title, 60)
    );
    if let Some(filter) = &rule.filter {
        let told = teller.filter(filter).await;
        if !told.is_empty() {
            words.push_str(&format!(": {told}"));
        }
    }
    words.extend(
        rule.sort
            .as_ref()
            .map(|sort| format!("; by {}", order(sort))),
    );
    words.extend(rule.limit.map(|limit| format!("; at most {limit}")));
    Some(clean::line(&words, RULE_CHARS))
}

/// Returns an order in words.
fn order(sort: &Sort) -> String {
    let keys = sort.keys().iter().map(|key| {
        let name = sort::name_of(key.field.as_str());
        match key.direction {
            Direction::Descending => format!("{name}:desc"),
            _ => name,
        }
    });
    keys.collect::<Vec<_>>().join(", ")
}

/// Holds what a rule is told with.
struct Teller<'a> {
    call: &'a Call,
    library: &'a plex_client::Library,
    /// What can be filtered by; where a library does not say, ids stand for names.
    offer: Option<Offer<'a>>,
}

impl Teller<'_> {
    /// Returns a filter in words.
    async fn filter(&self, filter: &Filter) -> String {
        let (parts, joint) = match filter {
            Filter::Where(condition) => return self.condition(condition).await,
            Filter::All(parts) => (parts, " and "),
            Filter::Any(parts) => (parts, " or "),
            _ => return String::new(),
        };
        let mut told = Vec::new();
        for part in parts {
            let words = Box::pin(self.filter(part)).await;
            let is_group =
                matches!(part, Filter::All(parts) | Filter::Any(parts) if parts.len() > 1);
            told.push(if is_group {
                format!("({words})")
            } else {
                words
            });
        }
        told.join(joint)
    }

    /// Returns a condition in words.
    async fn condition(&self, condition: &Condition) -> String {
        let plex = condition.field.as_str();
        let name = clean::line(&field::our_name(condition.field.name()), 40);
        let offered = self.offer.as_ref().and_then(|offer| offer.find(plex).ok());
        let is_flag = offered
            .as_ref()
            .is_some_and(|offered| offered.kind == FieldKind::Boolean);
        if let (true, [value]) = (is_flag, condition.values.as_slice()) {
            let is_so = (value != "0") != (condition.comparison == Comparison::IsNot);
            return if is_so { name } else { format!("not {name}") };
        }
        let known = match &offered {
            Some(offered) if offered.has_list => {
                filters::choices(&self.call.plex, self.library, offered)
                    .await
                    .ok()
            }
            _ => None,
        };
        let told = condition.values.iter().take(VALUES).map(|value| {
            let choice = known.iter().flat_map(|choices| choices.iter());
            let mut named =
                choice.filter(|choice| choice.value() == *value || choice.key == *value);
            match named.next() {
                Some(choice) => clean::line(&choice.title, 40),
                None if condition.field.name() == "duration" => minutes(value),
                None => clean::line(value, 40),
            }
        });
        let mut told: Vec<String> = told.collect();
        if condition.values.len() > VALUES {
            told.push("…".to_owned());
        }
        let is_text = offered.is_some_and(|offered| offered.kind == FieldKind::String);
        let verb = match condition.comparison {
            Comparison::Is if is_text && known.is_none() => "contains",
            Comparison::IsNot if is_text && known.is_none() => "does not contain",
            Comparison::Is | Comparison::Exactly => "is",
            Comparison::IsNot | Comparison::NotExactly => "is not",
            Comparison::BeginsWith => "begins with",
            Comparison::EndsWith => "ends with",
            Comparison::AtLeast => "at least",
            Comparison::AtMost => "at most",
            Comparison::Above => "above",
            Comparison::Below => "below",
            _ => "compared with",
        };
        format!("{name} {verb} {}", told.join(" or "))
    }
}

/// Returns a length in minutes as the server has it in milliseconds; what is no number, as it is.
fn minutes(value: &str) -> String {
    match value.parse::<u64>() {
        Ok(milliseconds) => (milliseconds / MINUTE_MS).to_string(),
        Err(_) => clean::line(value, 40),
    }
}
