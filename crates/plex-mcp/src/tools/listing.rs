//! What is asked of a library's listing, by kind, filters and order.

use plex_client::{ItemsQuery, Library, Sort};

use super::arguments::{self, Kind};
use crate::{
    call::Call,
    error::ToolError,
    filters::{self, Offer},
    schema::JsonObject,
    vocabulary::kind,
};

/// Returns the question for one library: its kind of item, filters, and the first of the orders that it
/// offers. Which page is said later.
///
/// # Errors
///
/// `invalid_argument` for a kind, filter or order that the library does not have; and what asking the
/// server gives.
pub(crate) async fn query(
    call: &Call,
    library: &Library,
    wanted_kind: Option<Kind>,
    wanted: Option<&JsonObject>,
    sorts: &[Sort],
) -> Result<ItemsQuery, ToolError> {
    let mut query = ItemsQuery::new();
    let item_type = match wanted_kind {
        Some(kind) => {
            let item_type = arguments::kind_in(library, kind)?.item_type();
            query = query.item_type(item_type.clone());
            item_type
        }
        None => kind::own_type(&library.library_type),
    };
    if let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) {
        let told = filters::meta(&call.plex, library).await?;
        let offer = Offer::of(&told.meta, item_type.clone())?;
        // Plex wants the type with filters of a type.
        query = query.filter(
            filters::compile(&call.plex, &call.options.calendar, library, &offer, wanted).await?,
        );
        if item_type.number().is_some() {
            query = query.item_type(item_type.clone());
        }
    }
    if let [likeliest, others @ ..] = sorts {
        // A server that does not tell its orders is taken at our word.
        let mut sort = likeliest.clone();
        if let Ok(told) = filters::meta(&call.plex, library).await
            && let Ok(offer) = Offer::of(&told.meta, item_type)
        {
            let offered = |sort: &Sort| offer.offered_sort(sort.clone());
            let other = || others.iter().find_map(|sort| offered(sort).ok());
            sort = offered(likeliest).or_else(|refused| other().ok_or(refused))?;
        }
        query = query.sort(sort);
    }
    Ok(query)
}
