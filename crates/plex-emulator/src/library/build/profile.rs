//! Makes of files that descriptions name.

use std::collections::HashMap;
use std::sync::Arc;

use crate::world::{Attributes, Streams};

/// Says how a kind of file is made: what its versions have in common.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) make: Arc<Attributes>,
    pub(super) streams: Streams,
}

/// The profiles by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Profiles(pub(super) HashMap<String, Profile>);
