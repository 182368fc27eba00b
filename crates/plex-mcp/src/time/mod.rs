//! Times as people and models read them, and in which timezone.

mod calendar;
mod zone;

pub use self::calendar::Calendar;
pub(crate) use self::calendar::seconds;
pub(crate) use self::zone::named;
