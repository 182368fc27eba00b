use std::path::PathBuf;

/// The result of reading sources or a plan.
pub type Result<T> = std::result::Result<T, Error>;

/// Says which file could not be read, and why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The reason that the system gives.
        source: std::io::Error,
    },
    /// A file is no Rust source.
    #[error("cannot parse {path}: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// The place and the reason.
        source: syn::Error,
    },
    /// A module is declared and has no file.
    #[error("{path} declares `mod {module}`, and there is neither {module}.rs nor {module}/mod.rs")]
    NoFile {
        /// The file that declares it.
        path: PathBuf,
        /// The name of the module.
        module: String,
    },
    /// The plan is not TOML of the expected shape.
    #[error("cannot read the plan {path}: {source}")]
    Plan {
        /// The file.
        path: PathBuf,
        /// The place and the reason.
        source: toml::de::Error,
    },
}
