//! The user that an argument names.

use plex_client::{Account, AccountId};
use serde_json::Value;

use crate::{
    clean,
    error::ToolError,
    name::{Meant, meant},
    nearest::nearest,
};

/// The most users that an error lists.
const LISTED: usize = 12;

/// Returns the account that `wanted`, a name or else an id, names.
///
/// # Errors
///
/// `invalid_argument` when no account is named, and, with their ids, when several are.
pub(crate) fn user_among<'a>(
    accounts: &'a [Account],
    argument: &str,
    wanted: &str,
) -> Result<&'a Account, ToolError> {
    // The nameless one stands for nobody in particular.
    let named: Vec<&Account> = accounts
        .iter()
        .filter(|account| account.id.is_some() && clean::title(&account.name).is_some())
        .collect();
    match meant(wanted, named.clone(), |account| &account.name) {
        Meant::One(account) => Ok(account),
        Meant::Several(several) => {
            let several: Vec<String> = several.iter().map(|account| described(account)).collect();
            let all = several.join(", ");
            let message = format!("{argument}: more than one user is called that: {all}");
            Err(ToolError::invalid(message)
                .hint("Spell the name exactly so, or give the id of the one you mean."))
        }
        Meant::Nothing => {
            // An id is for telling two of one name apart, and for those that have none.
            let of_id = |account: &&Account| {
                account
                    .id
                    .filter(|id| *id != AccountId::NOBODY)
                    .map(|id| id.to_string())
                    .as_deref()
                    == Some(wanted.trim())
            };
            accounts.iter().find(of_id).ok_or_else(|| {
                let known: Vec<String> = named
                    .iter()
                    .filter_map(|account| clean::title(&account.name))
                    .take(LISTED)
                    .collect();
                let quoted: Vec<String> =
                    known.iter().map(|name| clean::quoted(name, 40)).collect();
                let allowed = format!("the name of a user: {}", quoted.join(", "));
                ToolError::refused(argument, &Value::from(wanted), &allowed)
                    .meant(nearest(wanted, known.iter().map(String::as_str)))
            })
        }
    }
}

/// Writes `"Kids" (id 3)`.
fn described(account: &Account) -> String {
    let id = account.id.map(|id| format!(" (id {id})"));
    format!(
        "{}{}",
        clean::quoted(&account.name, 40),
        id.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accounts() -> Vec<Account> {
        [(0, ""), (1, "Ada"), (2, ""), (3, "Kids"), (4, "kids")]
            .into_iter()
            .map(|(id, name)| {
                let mut account = Account::default();
                (account.id, account.name) = (Some(AccountId::new(id)), name.to_owned());
                account
            })
            .collect()
    }

    fn found(wanted: &str) -> Result<Option<i64>, ToolError> {
        user_among(&accounts(), "user", wanted).map(|account| account.id.map(AccountId::get))
    }

    #[test]
    fn an_exact_spelling_wins_and_anything_else_must_be_alone() {
        assert_eq!(found("kids").unwrap(), Some(4));
        assert_eq!(found("Kids").unwrap(), Some(3));
        assert_eq!(found("ÁDA").unwrap(), Some(1));
        let error = found("KIDS").unwrap_err();
        assert!(
            error.message().contains("\"Kids\" (id 3)")
                && error.message().contains("\"kids\" (id 4)"),
            "{error}"
        );
    }

    #[test]
    fn an_id_names_who_has_no_name() {
        assert_eq!(found("2").unwrap(), Some(2));
        assert!(found("0").is_err(), "nobody in particular");
        assert_eq!(
            found("Adda").unwrap_err().advice(),
            Some("Did you mean \"Ada\"?")
        );
    }
}
