//! A person's home in a temporary folder.

use std::{fs, path::PathBuf};

use mcp_install::{Assistant, Change, Machine, Plan, Server, System};

pub(crate) struct Home {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) machine: Machine,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let machine = Machine::new(System::Linux, folder.path());
        Self { folder, machine }
    }

    pub(crate) fn file(&self, assistant: Assistant) -> PathBuf {
        assistant.file(&self.machine)
    }

    pub(crate) fn backup(&self, assistant: Assistant) -> PathBuf {
        let mut name = self.file(assistant).into_os_string();
        name.push(".before-plex-mcp");
        name.into()
    }

    pub(crate) fn write(&self, assistant: Assistant, text: &str) {
        let file = self.file(assistant);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    pub(crate) fn read(&self, assistant: Assistant) -> String {
        fs::read_to_string(self.file(assistant)).unwrap()
    }

    pub(crate) fn install(&self, assistant: Assistant, server: &Server) -> Change {
        let plan = Plan::install(assistant, &self.machine, server).unwrap();
        plan.apply().unwrap();
        plan.change()
    }

    pub(crate) fn uninstall(&self, assistant: Assistant, server: &Server) -> Change {
        let plan = Plan::uninstall(assistant, &self.machine, server).unwrap();
        plan.apply().unwrap();
        plan.change()
    }
}

pub(crate) fn server() -> Server {
    Server::new("plex", "/opt/plex mcp/plex-mcp")
        .args(["--read-only", "--libraries", "Films, \"old\""])
        .env("PLEX_TOKEN_FILE", "/home/ada/.config/plex-token")
}
