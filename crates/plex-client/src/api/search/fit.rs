//! Judges how well a name fits what was looked for.
//!
//! This is judged here and nowhere else, because [`PlexClient::search`](crate::PlexClient::search)
//! has to put the hits of several searches into one order before anybody sees them. Who looks a
//! second time, with words that are spelled otherwise, judges what comes by the same measure.

use super::compare::{Fit, compare};
use super::numbers;
use super::spelling::likeness;
use crate::fold::{fold, fold_to_latin};

/// A name that is looked for, ready to be compared with others. Case, accents and punctuation do not
/// count, nor how numbers are written.
///
/// ```
/// use plex_client::{Fit, NameQuery};
///
/// let wanted = NameQuery::new("Metropolis (1927)");
/// assert_eq!(wanted.fit("Metropolis", Some(1927)), Fit::Exact);
/// assert_eq!(wanted.fit("Metropolis", Some(2001)), Fit::Contains);
/// ```
#[derive(Debug, Clone)]
pub struct NameQuery {
    /// All of it.
    whole: Name,
    /// What is before a year at its end: `metropolis 1927`.
    dated: Option<Dated<Name>>,
}

/// A folded name.
#[derive(Debug, Clone)]
struct Name {
    text: String,
    /// The same in Latin letters, where it has others.
    in_latin: Option<String>,
    /// The same with its numbers in digits, where it has some.
    in_digits: Option<String>,
}

impl Name {
    fn new(text: String) -> Self {
        let in_latin = fold_to_latin(&text);
        let in_digits = numbers::in_digits(in_latin.as_deref().unwrap_or(&text));
        Self {
            text,
            in_latin,
            in_digits,
        }
    }

    /// Returns it in Latin letters.
    fn latin(&self) -> &str {
        self.in_latin.as_deref().unwrap_or(&self.text)
    }

    /// Judges a name. What is written as it was looked for wins over what only means the same.
    fn fit(&self, name: &Self) -> Fit {
        let as_written = compare(&name.text, &self.text);
        if as_written >= Fit::Same {
            return as_written;
        }
        if numbers::is_spelled_in_digits(name.latin(), self.latin()) {
            return Fit::Same;
        }
        let in_latin = match self.in_latin.is_some() || name.in_latin.is_some() {
            true => compare(name.latin(), self.latin()),
            false => Fit::None,
        };
        let in_digits = match (&name.in_digits, &self.in_digits) {
            (Some(name), Some(wanted)) => compare(name, wanted),
            _ => Fit::None,
        };
        as_written.max(in_latin.max(in_digits).min(Fit::Same))
    }
}

/// A title and the year at its end.
#[derive(Debug, Clone)]
struct Dated<T> {
    title: T,
    year: i32,
    /// Whether it can be nothing but a year. `Blade Runner 2049` is no film of that year.
    is_sure: bool,
}

impl NameQuery {
    /// Reads a name, which may end with a year: `Metropolis (1927)`, `metropolis 1927`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let Some(Dated {
            title,
            year,
            is_sure,
        }) = dated(text)
        else {
            let whole = Name::new(fold(text));
            return Self { whole, dated: None };
        };
        let title = fold(title);
        let whole = match title.contains(char::is_alphanumeric) {
            true => fold(text),
            // Beside a number, signs would be nothing: `$ (1971)`.
            false => format!("{title} {year}"),
        };
        let dated = Dated {
            title: Name::new(title),
            year,
            is_sure,
        };
        Self {
            whole: Name::new(whole),
            dated: Some(dated),
        }
    }

    /// Returns what to ask a server for. Its searches know titles, and a year only hides them.
    pub(super) fn for_server<'a>(&'a self, query: &'a str) -> &'a str {
        match dated(query) {
            Some(dated) if dated.is_sure => dated.title,
            _ => query,
        }
    }

    /// Judges a name. `year` is the year that what has the name came out, where it is known.
    #[must_use]
    pub fn fit(&self, name: &str, year: Option<i32>) -> Fit {
        let name = Name::new(fold(name));
        let whole = self.whole.fit(&name);
        let Some(dated) = &self.dated else {
            return whole;
        };
        match dated.title.fit(&name) {
            Fit::None => whole,
            by_title if year == Some(dated.year) => whole.max(by_title),
            _ if !dated.is_sure => whole,
            // The right words, of another year.
            _ => whole.max(Fit::Contains),
        }
    }

    /// Says whether what is looked for is nothing but a number, however it is written.
    ///
    /// ```
    /// assert!(plex_client::NameQuery::new("Two").is_number());
    /// assert!(!plex_client::NameQuery::new("UB40").is_number());
    /// ```
    #[must_use]
    pub fn is_number(&self) -> bool {
        let text = self.whole.latin();
        numbers::is_number(text) || numbers::is_numeral(text)
    }

    /// Returns how alike a name is spelled, from 0 to 1: the name as a whole, or a run of its words. A name
    /// with another number is not alike; what surely is the year of what was looked for is no number
    /// of its name.
    #[must_use]
    pub fn likeness(&self, name: &str) -> f64 {
        let name = Name::new(fold(name));
        let dated = self.dated.as_ref().filter(|dated| dated.is_sure);
        let by_title = dated.map_or(0.0, |dated| dated.title.likeness(&name));
        self.whole.likeness(&name).max(by_title)
    }
}

impl Name {
    /// Returns how alike a name is spelled.
    fn likeness(&self, name: &Self) -> f64 {
        let as_written = likeness(&self.text, &name.text);
        match self.in_latin.is_some() || name.in_latin.is_some() {
            true => likeness(self.latin(), name.latin()).max(as_written),
            false => as_written,
        }
    }
}

/// Takes a text apart into a title and the year at its end. In brackets any number is a year; otherwise
/// only those of the cinema surely are.
fn dated(text: &str) -> Option<Dated<&str>> {
    let text = text.trim();
    let bracketed = text.strip_suffix([')', ']']).and_then(|inner| {
        let (title, year) = inner.rsplit_once(['(', '['])?;
        Some((title, year_of(year)?, true))
    });
    let (title, year, is_sure) = bracketed.or_else(|| {
        let (title, year) = text.rsplit_once(char::is_whitespace)?;
        let year = year_of(year)?;
        Some((title, year, (1_880..=2_035).contains(&year)))
    })?;
    let title = title.trim_end();
    // What stands between a title and its year belongs to neither.
    let bare = title.trim_end_matches([',', '-', '–', '—', ':', ' ']);
    let bare = without_from(bare);
    let title = if bare.is_empty() { title } else { bare };
    (!fold(title).is_empty()).then_some(Dated {
        title,
        year,
        is_sure,
    })
}

/// Returns a title without the word that leads to its year: `Solaris from 1972`.
fn without_from(title: &str) -> &str {
    match title.rsplit_once(' ') {
        Some((bare, last)) if last.eq_ignore_ascii_case("from") => bare.trim_end(),
        _ => title,
    }
}

/// Reads a year.
fn year_of(text: &str) -> Option<i32> {
    let text = text.trim();
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|year| is_number && *year > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_accents_and_word_ends_do_not_count() {
        for (wanted, name, expected) in [
            ("WALL-E", "WALL·E", Fit::Exact),
            ("amelie", "Amélie", Fit::Exact),
            ("8 1/2", "8½", Fit::Exact),
            ("The Office US", "The Office (US)", Fit::Exact),
            ("SWAT", "S.W.A.T.", Fit::Same),
            ("Spiderman", "Spider-Man", Fit::Same),
            ("Office", "The Office", Fit::Same),
            ("Office, The", "The Office", Fit::Same),
            (
                "Agents of SHIELD",
                "Marvel's Agents of S.H.I.E.L.D.",
                Fit::Words,
            ),
            ("MASH", "M*A*S*H", Fit::Same),
            (
                "Star Wars A New Hope",
                "Star Wars: Episode IV – A New Hope",
                Fit::Words,
            ),
            ("AI", "A.I. Artificial Intelligence", Fit::Words),
            ("ET", "E.T. the Extra-Terrestrial", Fit::Words),
            ("ET", "Wall Street", Fit::Contains),
            ("AI", "Ainsley's Food", Fit::Beginnings),
            ("Up", "Up in the Air", Fit::Prefix),
            ("Ups", "Up", Fit::None),
            ("Metrop", "Metropolis", Fit::Beginnings),
            ("千と", "千と千尋の神隠し", Fit::Prefix),
            ("1 + 1", "1+1", Fit::Exact),
            ("Romeo+Juliet", "Romeo & Juliet", Fit::Exact),
            ("Alien 3", "Alien³", Fit::Exact),
            ("Alien3", "Alien³", Fit::Same),
            ("Aliens", "Alien³", Fit::None),
            ("÷", "÷", Fit::Exact),
            ("÷", "=", Fit::None),
            ("x", "X.", Fit::Exact),
        ] {
            assert_eq!(
                NameQuery::new(wanted).fit(name, None),
                expected,
                "{wanted}, {name}"
            );
        }
    }

    #[test]
    fn a_year_at_the_end_belongs_to_the_title_or_dates_it() {
        let plain = NameQuery::new("The Blazing World 1666");
        assert_eq!(plain.fit("The Blazing World", Some(1666)), Fit::Exact);
        let dated = NameQuery::new("The Blazing World (1666)");
        assert_eq!(dated.fit("The Blazing World", Some(1666)), Fit::Exact);
        assert_eq!(NameQuery::new("1917").fit("1917", Some(2019)), Fit::Exact);
        let runner = NameQuery::new("Blade Runner 2049");
        assert_eq!(runner.fit("Blade Runner 2049", Some(2017)), Fit::Exact);
        assert_eq!(runner.fit("Blade Runner", Some(1982)), Fit::None);
        assert_eq!(
            NameQuery::new("Nosferatu 1922").for_server("Nosferatu (1922)"),
            "Nosferatu"
        );
        assert_eq!(NameQuery::new("1917").for_server("1917"), "1917");
        let sign = NameQuery::new("$ (1971)");
        assert_eq!(sign.fit("$", Some(1971)), Fit::Exact);
        assert_eq!(sign.fit("1971", Some(2014)), Fit::None);
        assert_eq!(sign.for_server("$ (1971)"), "$");
        assert_eq!(
            NameQuery::new("Solaris, 1972").fit("Solaris", Some(1972)),
            Fit::Exact
        );
        assert_eq!(runner.for_server("x"), "x");
    }

    #[test]
    fn numbers_are_the_same_in_digits_in_words_and_as_the_romans_wrote_them() {
        for (wanted, name, expected) in [
            ("Rocky 3", "Rocky III", Fit::Same),
            ("Rocky III", "Rocky 3", Fit::Same),
            ("Rocky Three", "Rocky III", Fit::Same),
            ("Rocky 3 (1982)", "Rocky III", Fit::Same),
            ("Rocky 3", "Rocky II", Fit::None),
            ("12 Monkeys", "Twelve Monkeys", Fit::Same),
            ("Ocean's Twelve", "Ocean's 12", Fit::Same),
            (
                "Star Trek 2",
                "Star Trek II: The Wrath of Khan",
                Fit::Prefix,
            ),
            ("Mission Impossible 2", "Mission: Impossible II", Fit::Same),
            ("Rocky V", "Rocky 5", Fit::Same),
            ("X the Unknown", "10 the Unknown", Fit::None),
            ("Eight and a Half", "8½", Fit::Same),
            ("8 1/2", "Eight and a Half", Fit::Same),
            ("Ocean's Eleven", "Ocean's 11", Fit::Same),
            (
                "101 Dalmatians",
                "One Hundred and One Dalmatians",
                Fit::Same,
            ),
            (
                "500 Days of Summer",
                "Five Hundred Days of Summer",
                Fit::Same,
            ),
            ("The 7th Seal", "The Seventh Seal", Fit::Same),
            ("Seven", "Se7en", Fit::Same),
            ("Se7en", "Seven", Fit::Same),
            ("Seven", "Seven Samurai", Fit::Prefix),
            ("28 Days Later", "Twenty-Eight Days Later", Fit::Same),
            ("Eight", "8½", Fit::Prefix),
            ("Rocky III", "Rocky III", Fit::Exact),
        ] {
            let fit = NameQuery::new(wanted).fit(name, Some(1982));
            assert_eq!(fit, expected, "{wanted}, {name}");
        }
        for (wanted, name) in [
            ("Rocky 3", "Rocky II"),
            ("Ocean's 11", "Ocean's 12"),
            ("Blade Runner 2048", "Blade Runner 2049"),
        ] {
            assert!(NameQuery::new(wanted).likeness(name) < 0.1, "{wanted}");
        }
        assert!(NameQuery::new("Seven").likeness("Se7en") > 0.75);
    }

    #[test]
    fn a_number_is_whole_however_it_is_written() {
        for (wanted, name) in [
            ("Star Wars Episode I", "Star Wars: Episode IV - A New Hope"),
            ("Star Wars Episode 1", "Star Wars: Episode IV - A New Hope"),
            ("Rocky I", "Rocky II"),
            ("Rocky I", "Rocky III"),
            ("Star Trek I", "Star Trek II: The Wrath of Khan"),
            ("World War I", "World War II"),
            ("Dune Part One", "Dune: Part Two"),
            ("Dune Part 1", "Dune: Part Two"),
            ("201", "2012"),
            ("012", "2012"),
            ("20", "Blade Runner 2049"),
            ("Blade Runner 20", "Blade Runner 2049"),
            ("Room 23", "Room 237"),
            ("Henry V", "Henry VI"),
            ("Henry X", "Henry XIII"),
            ("Six", "Sixteen Candles"),
            ("The Six", "The Sixth Sense"),
            ("Part Six", "Part Sixteen"),
            ("Teen", "Thirteen"),
            ("Vol. 1", "Vol. 10"),
        ] {
            let query = NameQuery::new(wanted);
            let most = match wanted {
                // Letters within a word are found, a number is not.
                "Teen" => Fit::Contains,
                _ => Fit::None,
            };
            assert_eq!(query.fit(name, None), most, "{wanted}, {name}");
        }
        for (wanted, name) in [
            ("Dune Part One", "Dune: Part Two"),
            ("Kill Bill Vol. One", "Kill Bill: Vol. 2"),
            ("Rocky I", "Rocky II"),
            ("Ocean's Eleven", "Ocean's Twelve"),
            ("The Sixth Sense", "The Tenth Sense"),
            ("Nine", "Nina"),
        ] {
            assert!(NameQuery::new(wanted).likeness(name) < 0.1, "{wanted}");
        }
        assert!(NameQuery::new("The Seventh Saal").likeness("The Seventh Seal") > 0.9);
        assert!(NameQuery::new("Teh One").likeness("The One") > 0.5);
    }

    #[test]
    fn a_year_may_follow_a_word() {
        let solaris = NameQuery::new("Solaris from 1972");
        assert_eq!(solaris.fit("Solaris", Some(1972)), Fit::Exact);
        assert_eq!(solaris.fit("Solaris", Some(2002)), Fit::Contains);
        assert_eq!(solaris.for_server("Solaris from 1972"), "Solaris");
        assert_eq!(
            NameQuery::new("From 1972").fit("From 1972", None),
            Fit::Exact
        );
    }

    #[test]
    fn letters_may_stand_for_words() {
        for (wanted, name, expected) in [
            (
                "Law & Order: SVU",
                "Law & Order: Special Victims Unit",
                Fit::Words,
            ),
            (
                "LOTR Fellowship of the Ring",
                "The Lord of the Rings: The Fellowship of the Ring",
                Fit::Words,
            ),
            ("GOT", "Game of Thrones", Fit::Words),
            ("SVU", "Law & Order", Fit::None),
            (
                "Law & Order: SVU",
                "Law & Order: Criminal Intent",
                Fit::None,
            ),
            ("Her", "Hell Ends Right Now", Fit::None),
        ] {
            let fit = NameQuery::new(wanted).fit(name, None);
            assert_eq!(fit, expected, "{wanted}, {name}");
        }
    }

    #[test]
    fn names_of_other_scripts_are_found_in_latin_letters() {
        for (wanted, name, expected) in [
            ("Stalker", "Сталкер", Fit::Same),
            ("Сталкер", "Stalker", Fit::Same),
            ("Сталкер", "Сталкер", Fit::Exact),
            ("Tonari no Totoro", "となりのトトロ", Fit::Same),
            ("Gojira", "ゴジラ", Fit::Same),
            ("Wo hu cang long", "卧虎藏龙", Fit::Same),
            ("Solyaris", "Сталкер", Fit::None),
        ] {
            let fit = NameQuery::new(wanted).fit(name, None);
            assert_eq!(fit, expected, "{wanted}, {name}");
        }
        let potemkin = NameQuery::new("Bronenosets Potyomkin");
        assert!(potemkin.likeness("Броненосец «Потёмкин»") > 0.75);
    }

    #[test]
    fn likeness_is_of_the_whole_or_of_a_run_of_words() {
        let wanted = NameQuery::new("metroplis");
        assert!(wanted.likeness("Metropolis") > 0.85);
        assert!(wanted.likeness("The Metropolis Story") > 0.85);
        assert!(wanted.likeness("Sunrise") < 0.5);
        assert!(NameQuery::new("hte").likeness("the") >= 0.75);
    }

    #[test]
    fn a_year_is_no_number_of_a_name() {
        for wanted in ["metroplis 1927", "Metroplis (1927)", "metroplis, 1927"] {
            assert!(
                NameQuery::new(wanted).likeness("Metropolis") > 0.85,
                "{wanted}"
            );
        }
        assert!(NameQuery::new("Rocki 3 (1982)").likeness("Rocky III") > 0.5);
        for (wanted, name) in [
            ("Rocki 3 (1982)", "Rocky II"),
            ("Blade Runer 2049", "Blade Runner"),
            ("Metroplis (1927)", "Sunrise"),
        ] {
            assert!(NameQuery::new(wanted).likeness(name) < 0.5, "{wanted}");
        }
    }
}
