//! How JSON is read here, and what is said of a text that cannot be.

use jsonc_parser::ParseOptions;

use crate::document::edited::Refusal;

/// What assistants read: JSON, comments, and commas after the last value.
pub(super) const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Says where a text is broken, without quoting it.
pub(super) fn broken(error: &jsonc_parser::errors::ParseError) -> Refusal {
    // The error's own words quote the text, which may hold somebody's secrets.
    Refusal::Broken(format!("{} at line {}", error.kind(), error.line_display()))
}
