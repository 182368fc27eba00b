//! Every endpoint there is. What is not here is a 404, as for a wrong method.

use hyper::Method;

use super::root;
use crate::server::{Access, Call, Handler, Reply, Route};
use crate::world::World;

const GET: &[Method] = &[Method::GET];

const fn read(
    methods: &'static [Method],
    path: &'static str,
    access: Access,
    handler: for<'w> fn(&Call<'_>, &'w World) -> Reply<'w>,
) -> Route {
    Route {
        methods,
        path,
        access,
        handler: Handler::Read(handler),
    }
}

/// The table. The first row that matches answers.
pub(crate) const ROUTES: &[Route] = &[
    read(GET, "/identity", Access::Open, root::identity),
    read(GET, "/", Access::Account, root::capabilities),
];
