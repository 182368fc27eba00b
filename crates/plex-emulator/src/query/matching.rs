//! Whether an item meets a condition.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::expression::{Expression, Operator, Term};
use super::field::{Fact, Field};
use super::{moment, scope};
use crate::world::{Item, ItemId, Kind, SectionId, TagId, TagKind, Viewer, World, name};

/// Says who asks, when, and of what.
pub(super) struct Matcher<'w> {
    world: &'w World,
    viewer: &'w Viewer,
    /// Seconds since the epoch.
    now: i64,
    /// How often each section has a title of a year; counted when first asked for.
    titles: OnceCell<HashMap<TitleIn<'w>, usize>>,
}

/// A title of a kind, and its year, in a section.
type TitleIn<'w> = (Option<SectionId>, Kind, &'w str, Option<i64>);

fn title_in(item: &Item) -> TitleIn<'_> {
    let year = item.attributes.int(name::YEAR);
    (item.section, item.kind, item.title(), year)
}

impl<'w> Matcher<'w> {
    pub(super) fn new(world: &'w World, viewer: &'w Viewer, now: i64) -> Self {
        Self {
            world,
            viewer,
            now,
            titles: OnceCell::new(),
        }
    }

    /// Tells whether there is another item of the same title and year in the section.
    fn has_twin(&self, id: ItemId) -> bool {
        let titles = self.titles.get_or_init(|| {
            let mut titles = HashMap::new();
            let found = self.world.all_seen(self.viewer);
            for (_, item) in found {
                *titles.entry(title_in(item)).or_default() += 1;
            }
            titles
        });
        let item = self.world.items.get(id);
        item.is_some_and(|item| titles.get(&title_in(item)).is_some_and(|count| *count > 1))
    }

    pub(super) fn meets(&self, id: ItemId, expression: &Expression) -> bool {
        match expression {
            Expression::All(inner) => inner.iter().all(|one| self.meets(id, one)),
            Expression::Any(inner) => inner.iter().any(|one| self.meets(id, one)),
            Expression::Term(term) => self.meets_term(id, term),
        }
    }

    fn meets_term(&self, id: ItemId, term: &Term) -> bool {
        let scoped = scope::of(self.world, self.viewer, id, term.scope);
        scoped.into_iter().any(|id| self.compare(id, term))
    }

    fn compare(&self, id: ItemId, term: &Term) -> bool {
        let field = term.field;
        let mut fact = field.of(self.world, self.viewer, id);
        if let (Field::Duplicate, Fact::Flag(flag)) = (field, &mut fact) {
            *flag |= self.has_twin(id);
        }
        // Who has not begun is at the beginning.
        if let (Field::ViewOffset, Fact::Nothing) = (field, &fact) {
            fact = Fact::Number(0.0);
        }
        let operator = term.operator;
        let any = |meets: &dyn Fn(&str) -> bool| term.values.iter().any(|value| meets(value));
        match fact {
            Fact::Nothing => matches!(operator, Operator::IsNot | Operator::NotExactly),
            Fact::Flag(flag) => {
                let wanted = any(&|value| matches!(value, "1" | "true"));
                (flag == wanted) != is_negative(operator)
            }
            Fact::Number(number) => compare_numbers(operator, |meets| {
                any(&|value| value.parse().is_ok_and(|value| meets(number, value)))
            }),
            Fact::Moment(at) => compare_moments(operator, |meets| {
                any(&|value| moment::parse(value, self.now).is_some_and(|value| meets(at, value)))
            }),
            Fact::Text(text) => compare_texts(operator, text, &term.values),
            Fact::Made(word) => any(&|value| word == value) != is_negative(operator),
            Fact::Words(words) => {
                let has = any(&|value| words.iter().any(|word| word.eq_ignore_ascii_case(value)));
                // A file is also found by the folder that it begins with.
                let begins = field == Field::File
                    && any(&|value| words.iter().any(|word| contains(word, value)));
                (has || begins) != is_negative(operator)
            }
            Fact::Tags(tags, kind) => {
                let has =
                    any(&|value| self.tag(kind, value).is_some_and(|tag| tags.contains(&tag)));
                has != is_negative(operator)
            }
        }
    }

    /// Returns a tag by its id, or by its name.
    fn tag(&self, kind: TagKind, value: &str) -> Option<TagId> {
        let by_id = value.parse().ok().map(TagId);
        by_id
            .filter(|id| self.world.tags.get(*id).is_some_and(|tag| tag.kind == kind))
            .or_else(|| self.world.tags.find(kind, value))
    }
}

fn is_negative(operator: Operator) -> bool {
    matches!(operator, Operator::IsNot | Operator::NotExactly)
}

fn compare_numbers(operator: Operator, any: impl Fn(&dyn Fn(f64, f64) -> bool) -> bool) -> bool {
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    match operator {
        Operator::Is | Operator::Exactly => any(&same),
        Operator::IsNot | Operator::NotExactly => !any(&same),
        Operator::AtLeast => any(&|held, given| held >= given),
        Operator::AtMost => any(&|held, given| held <= given),
        Operator::Above => any(&|held, given| held > given),
        Operator::Below => any(&|held, given| held < given),
    }
}

/// Compares moments. A date stands for its whole day where equality is asked for.
fn compare_moments(operator: Operator, any: impl Fn(&dyn Fn(i64, i64) -> bool) -> bool) -> bool {
    let same_day = |held: i64, given: i64| held.div_euclid(86_400) == given.div_euclid(86_400);
    match operator {
        Operator::Is | Operator::Exactly => any(&same_day),
        Operator::IsNot | Operator::NotExactly => !any(&same_day),
        Operator::AtLeast => any(&|held, given| held >= given),
        Operator::AtMost => any(&|held, given| held <= given),
        Operator::Above => any(&|held, given| held > given),
        Operator::Below => any(&|held, given| held < given),
    }
}

fn compare_texts(operator: Operator, text: &str, values: &[String]) -> bool {
    let text = text.to_lowercase();
    let mut values = values.iter().map(|value| value.to_lowercase());
    match operator {
        Operator::Is => values.any(|value| text.contains(&value)),
        Operator::IsNot => !values.any(|value| text.contains(&value)),
        Operator::Exactly => values.any(|value| text == value),
        Operator::NotExactly => !values.any(|value| text == value),
        Operator::AtMost | Operator::Below => values.any(|value| text.starts_with(&value)),
        Operator::AtLeast | Operator::Above => values.any(|value| text.ends_with(&value)),
    }
}

fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}
