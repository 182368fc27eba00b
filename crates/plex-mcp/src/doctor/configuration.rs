//! What is configured, and where each value came from.

use super::exam::{Exam, Trouble};
use crate::config::Config;

pub(super) async fn examine(exam: &mut Exam<'_>, config: &Config) {
    let looked = async {
        if let Some(problem) = &config.options.token_problem {
            return Err(Trouble::limit(
                problem.clone(),
                "Cure that, or run `plex-mcp login`; without a token only a server that wants none \
                 can be used.",
            ));
        }
        if config.options.is_unconfigured {
            return Err(Trouble::limit(
                "nothing is configured: the usual address of a server on this machine is tried",
                "Run `plex-mcp login`, which finds your server and signs in.",
            ));
        }
        let settings = config.effective.iter();
        let mut lines: Vec<String> = settings
            .map(|setting| {
                format!(
                    "{} = {} (from {})",
                    setting.name, setting.value, setting.origin
                )
            })
            .collect();
        lines.extend(config.remarks.iter().cloned());
        Ok((lines.into(), ()))
    };
    exam.step("configuration", &[], looked).await;
}
