//! How one value is read, whatever it was written as.
//!
//! PMS writes a number as `7`, `7.0` or `"7"`, a truth as `1`, `"1"` or `true`, a list as an array,
//! a lone object or nothing. Reading never fails for any of that: a value that makes no sense is
//! left out, so that one bad field cannot lose a whole answer. Only broken syntax is an error.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value that is not a list and not an object, as it stood on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scalar<'a> {
    /// `true` or `false`; only in JSON.
    Bool(bool),
    /// A whole number; only in JSON.
    Int(i64),
    /// A whole number beyond `i64`; only in JSON.
    Uint(u64),
    /// A number with a fraction; only in JSON.
    Float(f64),
    /// A string, or any attribute in XML.
    Text(&'a str),
}

/// Something that stands in a field, or in a list: a number, a text, an object.
pub(crate) trait Element: Sized {
    /// Reads it from a plain value; `None` when that makes no sense.
    fn from_scalar(_scalar: Scalar<'_>) -> Option<Self> {
        None
    }

    /// Reads it from an object. A plain value takes the text of the element, as in
    /// `<country>GB</country>`.
    fn from_map<'de, A: MapAccess<'de>>(map: A) -> Result<Option<Self>, A::Error> {
        let text = text_of(map)?;
        Ok(text
            .as_deref()
            .and_then(|text| Self::from_scalar(Scalar::Text(text))))
    }
}

/// The name under which an element's text is presented, which no attribute can have.
pub(crate) const TEXT: &str = "$text";

/// Returns the text of an element, for plain values written as `<name>text</name>`; also the `id` of a
/// `Guid`, whose id is all it has.
fn text_of<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<String>, A::Error> {
    let mut text: Option<String> = None;
    while let Some(IsText(is_text)) = map.next_key()? {
        if is_text {
            if let Some(read) = map.next_value_seed(One(PhantomData))? {
                text = Some(read);
            }
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    Ok(text)
}

/// Says whether a name is one that an element's text stands under.
struct IsText(bool);

impl<'de> serde::Deserialize<'de> for IsText {
    fn deserialize<D: Deserializer<'de>>(name: D) -> Result<Self, D::Error> {
        name.deserialize_identifier(IsTextVisitor)
    }
}

struct IsTextVisitor;

impl Visitor<'_> for IsTextVisitor {
    type Value = IsText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<IsText, E> {
        Ok(IsText(name == TEXT || name == "id"))
    }
}

/// A field of a model: takes what the wire has for it and keeps it if it makes sense.
pub(crate) trait Slot {
    /// Takes one value. Called again for each further child of that name.
    fn take<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error>;

    /// Says whether there is nothing to say about this field.
    fn is_absent(&self) -> bool;
}

impl<T: Element> Slot for Option<T> {
    fn take<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        if let Some(read) = value.deserialize_any(One(PhantomData))? {
            *self = Some(read);
        }
        Ok(())
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Element> Slot for Vec<T> {
    fn take<'de, D: Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(Many {
            into: self,
            strict: false,
        })
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Makes a type that has an empty value a field without `Option` around it.
macro_rules! plain_slot {
    ($($ty:ty),+ $(,)?) => {$(
        impl $crate::wire::element::Slot for $ty {
            fn take<'de, D: serde::Deserializer<'de>>(&mut self, value: D) -> Result<(), D::Error> {
                let mut read: Option<$ty> = None;
                $crate::wire::element::Slot::take(&mut read, value)?;
                if let Some(read) = read {
                    *self = read;
                }
                Ok(())
            }

            fn is_absent(&self) -> bool {
                *self == <$ty>::default()
            }
        }
    )+};
}
pub(crate) use plain_slot;

plain_slot!(String, bool);

/// Reads at most one `T`.
pub(crate) struct One<T>(pub(crate) PhantomData<T>);

impl<'de, T: Element> Visitor<'de> for One<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Self::Value, E> {
        Ok(T::from_scalar(Scalar::Bool(v)))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Self::Value, E> {
        Ok(T::from_scalar(Scalar::Int(v)))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> {
        Ok(T::from_scalar(match i64::try_from(v) {
            Ok(v) => Scalar::Int(v),
            Err(_) => Scalar::Uint(v),
        }))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Self::Value, E> {
        Ok(T::from_scalar(Scalar::Float(v)))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(T::from_scalar(Scalar::Text(v)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    /// Takes the first that makes sense, where one is wanted and a list stands.
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        while first.is_none() {
            match seq.next_element_seed(self.again())? {
                Some(read) => first = read,
                None => return Ok(None),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(first)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::from_map(map)
    }
}

impl<T> One<T> {
    fn again(&self) -> Self {
        One(PhantomData)
    }
}

impl<'de, T: Element> serde::de::DeserializeSeed<'de> for One<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

/// Appends what stands in an array, or a lone object, to a list.
pub(crate) struct Many<'a, T> {
    pub(crate) into: &'a mut Vec<T>,
    /// Whether a plain value is an error. It is for the items of an answer, which must never seem
    /// empty when they were only not understood.
    pub(crate) strict: bool,
}

impl<T: Element> Many<'_, T> {
    fn scalar<E: serde::de::Error>(
        self,
        scalar: Scalar<'_>,
        unexpected: serde::de::Unexpected<'_>,
    ) -> Result<(), E> {
        if self.strict {
            return Err(E::invalid_type(unexpected, &self));
        }
        self.into.extend(T::from_scalar(scalar));
        Ok(())
    }
}

impl<'de, T: Element> Visitor<'de> for Many<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(read) = seq.next_element_seed(One(PhantomData))? {
            self.into.extend(read);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.into.extend(T::from_map(map)?);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(v), serde::de::Unexpected::Bool(v))
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<(), E> {
        self.scalar(Scalar::Int(v), serde::de::Unexpected::Signed(v))
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<(), E> {
        let scalar = i64::try_from(v).map_or(Scalar::Uint(v), Scalar::Int);
        self.scalar(scalar, serde::de::Unexpected::Unsigned(v))
    }

    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<(), E> {
        self.scalar(Scalar::Float(v), serde::de::Unexpected::Float(v))
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<(), E> {
        // The text itself stays out of the error: it is the server's, and may be anything.
        self.scalar(Scalar::Text(v), serde::de::Unexpected::Other("a text"))
    }
}
