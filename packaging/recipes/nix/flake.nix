{
  description = "Model Context Protocol server for Plex Media Server";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  # Built from the sources of this version.
  inputs.source = {
    url = "git+@REPOSITORY@.git?ref=refs/tags/v@VERSION@";
    flake = false;
  };

  outputs =
    { self, nixpkgs, source }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "plex-mcp";
          version = "@VERSION@";
          src = source;
          cargoLock.lockFile = "${source}/Cargo.lock";
          cargoBuildFlags = [ "-p" "plex-mcp" ];
          # The tests open sockets on loopback and start programs; the release has run them.
          doCheck = false;
          nativeBuildInputs = [ pkgs.installShellFiles ];
          postInstall = ''
            $out/bin/plex-mcp man man
            installManPage man/*.1
            installShellCompletion --cmd plex-mcp \
              --bash <($out/bin/plex-mcp completions bash) \
              --zsh <($out/bin/plex-mcp completions zsh) \
              --fish <($out/bin/plex-mcp completions fish)
          '';
          meta = {
            description = "Model Context Protocol server for Plex Media Server";
            homepage = "@REPOSITORY@";
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "plex-mcp";
          };
        };
      });
      apps = each (pkgs: {
        default = {
          type = "app";
          program = "${self.packages.${pkgs.stdenv.hostPlatform.system}.default}/bin/plex-mcp";
        };
      });
    };
}
