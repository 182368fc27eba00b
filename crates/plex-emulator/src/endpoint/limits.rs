//! Limits that a query sets a number, with PMS's operators in the parameter's name.

use crate::parameters::Query;

/// Tells whether a number keeps to all of the limits that the query sets for a field: `at=` (this one),
/// `at!=` (any other), `at>=`, `at<=`, `at>>=` (more) and `at<<=` (less). What is no number limits
/// nothing.
pub(super) fn keeps_to(query: &Query, field: &str, number: i64) -> bool {
    let mut limits = query.pairs().filter_map(|(name, value)| {
        let operator = name.strip_prefix(field)?;
        Some((operator, value.parse::<i64>().ok()?))
    });
    limits.all(|(operator, limit)| match operator {
        "" => number == limit,
        "!" => number != limit,
        ">" => number >= limit,
        "<" => number <= limit,
        ">>" => number > limit,
        "<<" => number < limit,
        // Another field, whose name begins with this one's.
        _ => true,
    })
}
