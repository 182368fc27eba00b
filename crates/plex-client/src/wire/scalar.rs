//! What the plain types make of a value on the wire.

use super::element::{Element, Scalar};

/// Whole numbers: a fraction is cut, a number out of range makes no sense.
macro_rules! whole {
    ($($ty:ty),+) => {$(
        impl Element for $ty {
            fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
                match scalar {
                    Scalar::Bool(v) => Some(v.into()),
                    Scalar::Int(v) => Self::try_from(v).ok(),
                    Scalar::Uint(v) => Self::try_from(v).ok(),
                    Scalar::Float(v) => whole_of(v).and_then(|v| Self::try_from(v).ok()),
                    Scalar::Text(v) => {
                        let v = v.trim();
                        v.parse().ok().or_else(|| match v {
                            "true" => Some(1),
                            "false" => Some(0),
                            _ => whole_of(v.parse().ok()?).and_then(|v| Self::try_from(v).ok()),
                        })
                    }
                }
            }
        }
    )+};
}
whole!(i64, u64, i32, u32, u8);

/// Returns the whole part of a number, if an `i64` holds it.
fn whole_of(number: f64) -> Option<i64> {
    // Within 2^53 every whole number is exact; beyond it a float is no id and no time.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.abs() <= EXACT).then_some(number as i64)
}

impl Element for f64 {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        let number = match scalar {
            Scalar::Bool(_) => return None,
            Scalar::Int(v) => v as f64,
            Scalar::Uint(v) => v as f64,
            Scalar::Float(v) => v,
            Scalar::Text(v) => v.trim().parse().ok()?,
        };
        number.is_finite().then_some(number)
    }
}

impl Element for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        match scalar {
            Scalar::Bool(v) => Some(v),
            Scalar::Int(v) => Some(v != 0),
            Scalar::Uint(v) => Some(v != 0),
            Scalar::Float(v) => Some(v != 0.0),
            Scalar::Text(v) => match v.trim() {
                "" => None,
                v if v.eq_ignore_ascii_case("true") || v.eq_ignore_ascii_case("yes") => Some(true),
                v if v.eq_ignore_ascii_case("false") || v.eq_ignore_ascii_case("no") => Some(false),
                v => v.parse::<f64>().ok().map(|v| v != 0.0),
            },
        }
    }
}

impl Element for String {
    /// Ids are numbers on one wire and texts on the other, so a number is a text here.
    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(match scalar {
            Scalar::Bool(v) => if v { "1" } else { "0" }.to_owned(),
            Scalar::Int(v) => v.to_string(),
            Scalar::Uint(v) => v.to_string(),
            Scalar::Float(v) => v.to_string(),
            Scalar::Text(v) => v.to_owned(),
        })
    }
}
