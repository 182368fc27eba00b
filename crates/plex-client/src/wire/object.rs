//! `model!`: a struct, and beside each field the name it has on the wire.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::element::{Element, Slot};

/// An object on the wire that is read field by field.
///
/// Field names are matched exactly: `guid` and `Guid`, `rating` and `Rating` stand side by side in
/// one object and mean different things.
pub(crate) trait Model: Default {
    /// Tells which field a name on the wire belongs to.
    type Field: Copy;

    /// Finds the field for a name on the wire.
    fn field(name: &str) -> Option<Self::Field>;

    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        field: Self::Field,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Reads an object; what it does not know is skipped.
pub(crate) fn read_map<'de, M: Model, A: MapAccess<'de>>(mut map: A) -> Result<M, A::Error> {
    let mut model = M::default();
    while let Some(field) = map.next_key_seed(Name::<M>(PhantomData))? {
        match field {
            Some(field) => model.read(field, &mut map)?,
            None => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    Ok(model)
}

/// Reads the name of a field.
struct Name<M>(PhantomData<M>);

impl<'de, M: Model> DeserializeSeed<'de> for Name<M> {
    type Value = Option<M::Field>;

    fn deserialize<D: Deserializer<'de>>(self, name: D) -> Result<Self::Value, D::Error> {
        name.deserialize_identifier(self)
    }
}

impl<M: Model> Visitor<'_> for Name<M> {
    type Value = Option<M::Field>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(M::field(name))
    }
}

/// Lets a field take the value that comes next.
pub(crate) struct Take<'a, S>(pub(crate) &'a mut S);

impl<'de, S: Slot> DeserializeSeed<'de> for Take<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.0.take(value)
    }
}

/// Defines a model.
///
/// ```text
/// model! {
///     /// One file of a version.
///     pub struct Part {
///         /// Its size in bytes.
///         size: Option<u64> = "size",
///         /// Its streams.
///         streams: Vec<Stream> = "Stream",
///     }
/// }
/// ```
///
/// `..` before a last field `item: MediaItem` says that the object is an item as well: names that are not
/// its own are the item's. `requires key` after the struct leaves out objects without a key.
macro_rules! model {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $ty:ty = $wire:literal $(| $alias:literal)* ,)*
            $( .. $(#[$base_meta:meta])* $base:ident : $base_ty:ty $(,)? )?
        }
        $( requires $required:ident )?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
        #[non_exhaustive]
        $vis struct $name {
            $(
                $(#[$field_meta])*
                #[serde(
                    rename = $wire,
                    skip_serializing_if = "crate::wire::element::Slot::is_absent"
                )]
                pub $field: $ty,
            )*
            $(
                $(#[$base_meta])*
                #[serde(flatten)]
                pub $base: $base_ty,
            )?
        }

        const _: () = {
            use $crate::wire::element::Element;
            use $crate::wire::object::{Model, Take, read_map};

            #[derive(Clone, Copy)]
            #[allow(non_camel_case_types, reason = "one variant a field, under its name")]
            pub(crate) enum Field {
                $($field,)*
                $( $base(<$base_ty as Model>::Field), )?
            }

            impl Model for $name {
                type Field = Field;

                #[allow(unreachable_code, reason = "the last line is for models without a base")]
                fn field(name: &str) -> Option<Field> {
                    match name {
                        $( $wire $(| $alias)* => Some(Field::$field), )*
                        _ => {
                            $( return <$base_ty as Model>::field(name).map(Field::$base); )?
                            None
                        }
                    }
                }

                fn read<'de, A: serde::de::MapAccess<'de>>(
                    &mut self,
                    field: Field,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    match field {
                        $( Field::$field => map.next_value_seed(Take(&mut self.$field)), )*
                        $( Field::$base(field) => self.$base.read(field, map), )?
                    }
                }
            }

            impl Element for $name {
                fn from_map<'de, A: serde::de::MapAccess<'de>>(
                    map: A,
                ) -> Result<Option<Self>, A::Error> {
                    let model: Self = read_map(map)?;
                    $(
                        if $crate::wire::element::Slot::is_absent(&model.$required) {
                            tracing::debug!(
                                concat!("left out a ", stringify!($name), " without its ", stringify!($required))
                            );
                            return Ok(None);
                        }
                    )?
                    Ok(Some(model))
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
                    serde::de::DeserializeSeed::deserialize(
                        $crate::wire::object::Whole::default(),
                        value,
                    )
                }
            }
        };
    };
}
pub(crate) use model;

/// Reads one object, which must be there.
pub(crate) struct Whole<M>(PhantomData<M>);

impl<M> Default for Whole<M> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<'de, M: Element> DeserializeSeed<'de> for Whole<M> {
    type Value = M;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<M, D::Error> {
        value.deserialize_map(self)
    }
}

impl<'de, M: Element> Visitor<'de> for Whole<M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<M, A::Error> {
        M::from_map(map)?.ok_or_else(|| serde::de::Error::custom("the object has no key"))
    }
}
