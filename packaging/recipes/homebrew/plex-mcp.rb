# Homebrew: brew install OWNER/tap/plex-mcp
class PlexMcp < Formula
  desc "Model Context Protocol server for Plex Media Server"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    url "@REPOSITORY@/releases/download/v@VERSION@/plex-mcp-@VERSION@-universal-apple-darwin.tar.gz"
    sha256 "@MAC_SHA256@"
  end

  on_linux do
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/plex-mcp-@VERSION@-@X86@.tar.gz"
      sha256 "@X86_SHA256@"
    end
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/plex-mcp-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@ARM_SHA256@"
    end
  end

  def install
    bin.install "plex-mcp"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/plex-mcp.bash" => "plex-mcp"
    zsh_completion.install "completions/_plex-mcp"
    fish_completion.install "completions/plex-mcp.fish"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/plex-mcp --version")
    output = shell_output("#{bin}/plex-mcp --demo call plex_search '{\"query\":\"metropolis\"}'")
    assert_match "Metropolis", output
  end
end
