//! Kinds of answers, written out: each is read here, in one place, by the path of both wires.

/// Objects that stand under a name.
macro_rules! answer_under {
    ($($ty:ty = $root:literal),+ $(,)?) => {$(
        impl $crate::wire::answer::Answer for $ty {
            const ROOT: Option<&'static str> = Some($root);

            fn read<'de, D: serde::Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
                $crate::wire::answer::under($root, document)
            }

            fn of_body(
                body: &[u8],
                clean: Option<$crate::wire::Clean<'_>>,
            ) -> Result<Self, $crate::wire::DecodeError> {
                $crate::wire::of_body(body, clean)
            }
        }
    )+};
}
pub(crate) use answer_under;

/// Objects that are the whole document, or lists of which are.
#[cfg(feature = "cloud")]
macro_rules! plain_answer {
    ($ty:ty) => {
        impl $crate::wire::answer::Answer for $ty {
            const ROOT: Option<&'static str> = None;

            fn read<'de, D: serde::Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
                serde::de::DeserializeSeed::deserialize(
                    $crate::wire::object::Whole::default(),
                    document,
                )
            }

            fn of_body(
                body: &[u8],
                clean: Option<$crate::wire::Clean<'_>>,
            ) -> Result<Self, $crate::wire::DecodeError> {
                $crate::wire::of_body(body, clean)
            }
        }

        impl $crate::wire::answer::InList for $ty {
            fn list_of_body(
                body: &[u8],
                clean: Option<$crate::wire::Clean<'_>>,
            ) -> Result<Vec<Self>, $crate::wire::DecodeError> {
                $crate::wire::of_body(body, clean)
            }
        }
    };
}
#[cfg(feature = "cloud")]
pub(crate) use plain_answer;
