//! The providers of media that a server, or the cloud, has.

use crate::container::listed;
use crate::wire::kinds::answer_under;
use crate::wire::object::model;

model! {
    /// A provider of media: the server's own libraries, live television, the cloud.
    pub struct MediaProvider {
        /// What it is, such as `com.plexapp.plugins.library`.
        identifier: Option<String> = "identifier",
        /// Its title.
        title: Option<String> = "title",
        /// Title of what it draws from.
        source_title: Option<String> = "sourceTitle",
        /// What it has, separated by commas.
        types: Option<String> = "types",
        /// How it gives it; servers write one text with commas, the cloud a list.
        protocols: Vec<String> = "protocols",
        /// Version of its API.
        version: Option<String> = "version",
        /// Picture.
        icon: Option<String> = "icon",
        /// What it can do.
        features: Vec<ProviderFeature> = "Feature",
    }
}

model! {
    /// Something a provider can do.
    pub struct ProviderFeature {
        /// What, such as `content`, `search` or `metadata`.
        feature_type: Option<String> = "type",
        /// Path of it.
        key: Option<String> = "key",
        /// Libraries and other places it has.
        directories: Vec<ProviderDirectory> = "Directory",
    }
}

model! {
    /// A place at a provider; for the server's own, a library.
    pub struct ProviderDirectory {
        /// Its id: a library's for libraries.
        id: Option<String> = "id",
        /// Path of it.
        key: Option<String> = "key",
        /// Path of its hubs.
        hub_key: Option<String> = "hubKey",
        /// Its title.
        title: Option<String> = "title",
        /// What it holds.
        directory_type: Option<String> = "type",
        /// A library's UUID.
        uuid: Option<String> = "uuid",
    }
}

listed! {
    MediaProvider = "MediaProvider";
}
answer_under!(MediaProvider = "MediaProvider");
