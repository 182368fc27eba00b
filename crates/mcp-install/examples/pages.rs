//! Writes a page for each assistant: where its file lies, what stands in it, what to do afterwards.
//!
//! `cargo run -p mcp-install --example pages -- docs/clients`
#![allow(clippy::print_stdout, reason = "an example")]

use std::{error::Error, fs, path::PathBuf};

use mcp_install::{Assistant, Machine, Plan, Server, System};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: pages FOLDER")?);
    fs::create_dir_all(&folder)?;
    for assistant in Assistant::ALL {
        let page = folder.join(format!("{}.md", assistant.id()));
        fs::write(&page, text(assistant))?;
        println!("{}", page.display());
    }
    Ok(())
}

/// Returns the page of an assistant.
fn text(assistant: Assistant) -> String {
    let (title, id) = (assistant.title(), assistant.id());
    let server = Server::new("plex", "/home/you/.local/bin/plex-mcp");
    let entry = Plan::entry_of(assistant, &server);
    let language = match entry.trim_start().chars().next() {
        Some('{') => "json",
        Some('[') => "toml",
        _ => "yaml",
    };
    format!(
        "<!-- Written by `cargo run -p mcp-install --example pages -- docs/clients`. -->\n\
         # {title}\n\n\
         ```sh\n\
         plex-mcp install --client {id}\n\
         ```\n\n\
         shows what it would write, and writes it. {}\n\n\
         Settings that are given with it go into the entry, such as `--read-only` or `--libraries Films`. \
         `--dry-run` only shows, `--print` only prints, and `plex-mcp uninstall --client {id}` takes the \
         entry away again.\n\n\
         ## By hand\n\n\
         | system | file |\n|---|---|\n\
         | Linux | `{}` |\n| macOS | `{}` |\n| Windows | `{}` |\n\n\
         ```{language}\n{}\n```\n\n\
         The path is where the program lies on your machine (`command -v plex-mcp`). No token stands here: \
         `plex-mcp login` keeps it, or a file that only you can read, named with `--token-file`.\n",
        assistant.afterwards(),
        file(assistant, System::Linux),
        file(assistant, System::MacOs),
        file(assistant, System::Windows),
        entry.trim_end(),
    )
}

/// Returns where the file lies, as people write it on that system.
fn file(assistant: Assistant, system: System) -> String {
    let path = assistant.file(&Machine::new(system, "~"));
    let path = path
        .display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/");
    match system {
        System::Windows => path
            .replace("~/AppData/Roaming", "%APPDATA%")
            .replace('~', "%USERPROFILE%")
            .replace('/', "\\"),
        _ => path,
    }
}
