//! `plex_get_filters`.

use plex_client::FieldKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    call::Call,
    choice::{Effect, Toolset},
    clean,
    error::ToolError,
    filters::{self, Offer, OfferedField},
    tools::{
        arguments::{self, Kind},
        tool::Define,
    },
    view,
    vocabulary::{self, sort},
};

/// Tells what a library can be filtered and sorted by.
pub(crate) struct GetFilters;

/// Of which library.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Args {
    /// Id or title of the library.
    #[schemars(length(min = 1, max = 200))]
    library_id: String,
    /// Kind of item; by default the library's own.
    #[serde(rename = "type")]
    kind: Option<Kind>,
    /// List the values of this field, e.g. genre.
    #[schemars(length(min = 1, max = 60))]
    field: Option<String>,
}

/// What it can be filtered and sorted by.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FiltersView {
    /// The library.
    library: String,
    /// The kind of item.
    #[serde(rename = "type")]
    kind: String,
    /// The fields of filters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldView>,
    /// The orders of sort, each also with :desc.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sorts: Vec<String>,
    /// The field whose values are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The values there are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<String>,
    /// How many values there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    /// One sentence worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A field.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FieldView {
    /// Its name in filters.
    field: String,
    /// What it takes.
    takes: String,
}

/// How many values are listed.
const VALUES: usize = 400;

/// How many bytes they may take.
const VALUES_BYTES: usize = 12_000;

impl Define for GetFilters {
    const NAME: &'static str = "plex_get_filters";
    const TITLE: &'static str = "Filters and sorts";
    const DESCRIPTION: &'static str = "Lists the filter fields and sorts that \
        plex_get_library_items takes for a library; with field, the values there are (all genres, \
        all studios, all audio languages). Names need not be looked up first: near misses are \
        offered.";
    const TOOLSET: Toolset = Toolset::Library;
    const EFFECT: Effect = Effect::Read;
    const IDEMPOTENT: bool = true;
    const OPEN_WORLD: bool = false;
    const KEEPS_TO_LIBRARIES: bool = true;
    type Args = Args;
    type Output = FiltersView;

    async fn run(call: &Call, args: Args) -> Result<Self::Output, ToolError> {
        let library = call
            .plex
            .find_library("library_id", &args.library_id)
            .await?;
        let item_type = match args.kind {
            Some(kind) => arguments::kind_in(&library, kind)?.item_type(),
            None => vocabulary::kind::own_type(&library.library_type),
        };
        let told = filters::meta(&call.plex, &library).await?;
        let offer = Offer::of(&told.meta, item_type.clone())?;
        let mut view = FiltersView {
            library: view::library::title(&library),
            kind: view::named::kind(&item_type),
            fields: Vec::new(),
            sorts: Vec::new(),
            field: None,
            values: Vec::new(),
            total: None,
            note: None,
        };
        let Some(name) = &args.field else {
            view.fields = offer.fields().iter().map(field_view).collect();
            view.sorts = offer.sorts().map(sort::name_of).collect();
            view.note = told.is_usual.then(|| {
                "This server does not tell what it can filter and sort by: these are the usual fields, and \
                 any sort is let through."
                    .to_owned()
            });
            return Ok(view);
        };
        let field = offer.find(name)?;
        view.field = Some(field.name.clone());
        if !field.has_list {
            view.note = Some(format!(
                "It has no list of values; it takes {}.",
                takes(&field)
            ));
            return Ok(view);
        }
        let choices = filters::choices(&call.plex, &library, &field).await?;
        let mut room = VALUES_BYTES;
        let titles = choices
            .iter()
            .filter_map(|choice| clean::title(&choice.title));
        view.values = titles
            .take(VALUES)
            .take_while(|title| {
                room = room.saturating_sub(title.len() + 3);
                room > 0
            })
            .collect();
        view.total = Some(choices.len() as u64);
        let shown = view.values.len();
        view.note = match choices.len() {
            0 => Some("No item has a value in this field.".to_owned()),
            all if all > shown => Some(format!(
                "The first {shown} of {all}. Any of them can be used in filters; near misses are \
                 offered."
            )),
            _ => None,
        };
        Ok(view)
    }
}

fn field_view(field: &OfferedField) -> FieldView {
    FieldView {
        field: clean::line(&field.name, 60),
        takes: takes(field).to_owned(),
    }
}

/// Returns what a field takes, in the fewest words.
fn takes(field: &OfferedField) -> &'static str {
    match field.kind {
        FieldKind::Boolean => "true or false",
        FieldKind::Integer => "a number, or min, max, any, none",
        FieldKind::Date => "after, before",
        FieldKind::String if field.has_list => "names, or any, none, contains",
        FieldKind::String => "a text, or any, all, none, is, starts_with, ends_with",
        _ => "names, or any, all, none",
    }
}
