//! What a statement may read and call. Everything that is not listed is refused.

use std::{collections::HashSet, sync::LazyLock};

use rusqlite::{
    Connection,
    hooks::{AuthAction, AuthContext},
};

use crate::schema;

/// SQL functions that read nothing but their arguments and give nothing larger than them. Sorted.
pub const FUNCTIONS: &[&str] = &[
    "abs",
    "acos",
    "asin",
    "atan",
    "avg",
    "bm25",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "concat",
    "concat_ws",
    "cos",
    "count",
    "cume_dist",
    "date",
    "datetime",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "if",
    "ifnull",
    "iif",
    "instr",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "match",
    "max",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sqrt",
    "strftime",
    "string_agg",
    "substr",
    "substring",
    "sum",
    "time",
    "timediff",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "upper",
];

/// Says whether a statement may do what SQLite asks about.
pub(super) fn is_allowed(request: &AuthContext<'_>) -> bool {
    match request.action {
        AuthAction::Select | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => is_allowed_function(function_name),
        AuthAction::Read {
            table_name,
            column_name,
        } => {
            may_read(table_name, request.accessor)
                || (column_name.is_empty() && may_count(table_name))
        }
        _ => false,
    }
}

/// Says whether full-text search does this on its own account before each search.
pub(super) fn is_asked_by_search(request: &AuthContext<'_>) -> bool {
    matches!(
        request.action,
        AuthAction::Pragma {
            pragma_name: "data_version",
            pragma_value: None
        }
    )
}

/// Says whether SQL may call it. SQLite tells the name as the function was registered: in lower case.
fn is_allowed_function(name: &str) -> bool {
    FUNCTIONS.binary_search(&name).is_ok()
}

/// Says whether a column may be read. Public tables can be read by anyone, storage only by way of a public view.
fn may_read(table: &str, accessor: Option<&str>) -> bool {
    let public = schema::table(table).is_some();
    let by_view = accessor.is_some_and(|view| schema::table(view).is_some());
    public || (by_view && schema::is_storage(table))
}

/// Says whether rows may be counted of what no column is used of, as in `count(*)`: a view is then asked about
/// as the tables it is made of, and a common table expression by the name that the statement gave it. So
/// any name will do that is not one of SQLite's own, of full-text search's, or of a table function.
fn may_count(table: &str) -> bool {
    let own = ["sqlite_", "search_", "pragma_"]
        .iter()
        .any(|prefix| table.starts_with(prefix));
    !own && !schema::is_bookkeeping(table) && !modules().contains(table)
}

/// Returns the names of SQLite's table functions and virtual tables.
fn modules() -> &'static HashSet<String> {
    static MODULES: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let names = || {
            let connection = Connection::open_in_memory()?;
            let mut list = connection.prepare("SELECT lower(name) FROM pragma_module_list")?;
            list.query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()
        };
        // Without them `dbstat` and the like could be counted, but still not read.
        names().unwrap_or_default()
    });
    &MODULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_can_be_searched() {
        assert!(FUNCTIONS.is_sorted());
        assert!(is_allowed_function("strftime"));
        for refused in [
            "load_extension",
            "zeroblob",
            "randomblob",
            "readfile",
            "writefile",
            "fts5",
            "json",
            "unhex",
        ] {
            assert!(!is_allowed_function(refused), "{refused}");
        }
    }
}
