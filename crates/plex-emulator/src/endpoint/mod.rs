//! The endpoints, one file an area, and the table of all of them.

mod root;
mod routes;

pub(crate) use routes::ROUTES;
