//! Which tools there are: what the user chose when the server was started, and no call can widen.

use super::{Effect, Tool, Toolset};

/// A choice among the tools. The default is the toolsets that are on by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The toolsets that are on.
    pub toolsets: Vec<Toolset>,
    /// Tools that are on whatever their toolset, by name.
    pub tools: Vec<String>,
    /// Tools that are off whatever else is said, by name.
    pub excluded: Vec<String>,
    /// Whether only tools that change nothing are on.
    pub read_only: bool,
}

impl Default for Choice {
    fn default() -> Self {
        let on = Toolset::ALL.into_iter().filter(|set| set.is_default());
        Self {
            toolsets: on.collect(),
            tools: Vec::new(),
            excluded: Vec::new(),
            read_only: false,
        }
    }
}

impl Choice {
    /// Whether a tool is on.
    pub fn takes(&self, tool: &Tool) -> bool {
        let names = |list: &[String]| list.iter().any(|name| name == tool.name());
        let is_named = self.toolsets.contains(&tool.toolset()) || names(&self.tools);
        let may_be = !self.read_only || tool.effect() == Effect::Read;
        is_named && may_be && !names(&self.excluded)
    }

    /// Whether what a tool tells may be told by other means too. While nothing was taken from the
    /// toolsets that are on by themselves, the others are off only to keep the tool list short.
    pub(crate) fn tells_of(&self, tool: &Tool) -> bool {
        let is_narrowed = Toolset::ALL
            .iter()
            .any(|set| set.is_default() && !self.toolsets.contains(set));
        let is_excluded = self.excluded.iter().any(|name| name == tool.name());
        self.takes(tool) || (!is_narrowed && !is_excluded && tool.effect() == Effect::Read)
    }
}
