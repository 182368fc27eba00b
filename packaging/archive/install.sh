#!/bin/sh
# Installs plex-mcp @VERSION@ for one person: no root, no other program is changed.
#
#     install.sh [--from FOLDER-OR-URL] [--to FOLDER]
#
# It fetches the archive for this machine and SHA256SUMS from the release (or from where --from says),
# checks the one against the other, and puts the program into ~/.local/bin (--to: elsewhere), its
# manual pages and completions beside it under ~/.local/share. To take it away, delete those.
set -eu

main() {
    version='@VERSION@'
    from='@REPOSITORY@/releases/download/v@VERSION@'
    prefix=${HOME:?}/.local
    bin=$prefix/bin
    while [ $# -gt 0 ]; do
        case $1 in
            --from) from=${2:?--from needs a folder or a URL}; shift 2 ;;
            --to) bin=${2:?--to needs a folder}; shift 2 ;;
            -h | --help) sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//'; exit 0 ;;
            *) fail "$1 is not an option; see --help" ;;
        esac
    done
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM

    fetch SHA256SUMS
    name=
    for target in $(targets); do
        if grep -q "  plex-mcp-$version-$target.tar.gz\$" "$work/SHA256SUMS"; then
            name=plex-mcp-$version-$target
            break
        fi
    done
    [ -n "$name" ] || fail "there is no archive for $(uname -s) on $(uname -m)"
    fetch "$name.tar.gz"
    verify "$name.tar.gz"
    tar -xzf "$work/$name.tar.gz" -C "$work"
    "$work/$name/plex-mcp" --version > /dev/null || fail "the program does not run on this machine"

    mkdir -p "$bin"
    # A program that runs keeps its file; the new one takes its place at once.
    cp "$work/$name/plex-mcp" "$bin/.plex-mcp.new"
    chmod 755 "$bin/.plex-mcp.new"
    mv -f "$bin/.plex-mcp.new" "$bin/plex-mcp"
    share=$prefix/share
    put "$share/man/man1" "$work/$name"/man/*.1
    put "$share/bash-completion/completions" "$work/$name/completions/plex-mcp.bash"
    put "$share/zsh/site-functions" "$work/$name/completions/_plex-mcp"
    put "$share/fish/vendor_completions.d" "$work/$name/completions/plex-mcp.fish"

    echo "plex-mcp $version is in $bin."
    case :$PATH: in
        *:"$bin":*) echo "Next: plex-mcp setup" ;;
        *) echo "That folder is not on your PATH yet. Next: $bin/plex-mcp setup" ;;
    esac
}

fail() {
    echo "install.sh: $1" >&2
    exit 1
}

# The names an archive for this machine may have, the best first.
targets() {
    case $(uname -s):$(uname -m) in
        Linux:x86_64 | Linux:amd64) echo x86_64-unknown-linux-musl x86_64-unknown-linux-gnu ;;
        Linux:aarch64 | Linux:arm64) echo aarch64-unknown-linux-musl aarch64-unknown-linux-gnu ;;
        Darwin:*) echo universal-apple-darwin ;;
    esac
}

fetch() { # NAME
    case $from in
        https://*) scheme=https ;;
        # What stands before an @ is a name and a password, and no host.
        http://*@*) fail "$from is not https" ;;
        http://127.0.0.1:*) scheme=http ;;
        http://*) fail "$from is not https" ;;
        *) cp "$from/$1" "$work/$1" || fail "$from/$1 cannot be read"; return ;;
    esac
    if command -v curl > /dev/null 2>&1; then
        curl -fsSL --proto "=$scheme" --proto-redir '=https' --retry 2 -o "$work/$1" "$from/$1" || fail "$from/$1 cannot be fetched"
    elif command -v wget > /dev/null 2>&1; then
        follow "$from/$1" "$work/$1" || fail "$from/$1 cannot be fetched"
    else
        fail "curl or wget is needed"
    fi
}

# Fetches with wget, which by itself would follow https to http.
follow() { # URL FILE
    url=$1
    for _ in 1 2 3 4 5; do
        if wget -nv -S --max-redirect=0 -O "$2" "$url" 2> "$work/headers"; then
            return
        fi
        url=$(sed -n 's/^ *[Ll]ocation: *\(https:[^[:space:]]*\).*/\1/p' "$work/headers" | sed -n '1p')
        [ -n "$url" ] || return 1
    done
    return 1
}

verify() { # NAME
    expected=$(sed -n "s/^\([0-9a-f]\{64\}\)  $1\$/\1/p" "$work/SHA256SUMS")
    if command -v sha256sum > /dev/null 2>&1; then
        found=$(sha256sum "$work/$1")
    elif command -v shasum > /dev/null 2>&1; then
        found=$(shasum -a 256 "$work/$1")
    else
        fail "sha256sum or shasum is needed to check what was fetched"
    fi
    if [ -z "$expected" ] || [ "$expected" != "${found%% *}" ]; then
        fail "$1 is not what SHA256SUMS says; nothing was installed"
    fi
}

put() { # FOLDER FILE...
    folder=$1
    shift
    mkdir -p "$folder"
    cp "$@" "$folder/"
}

main "$@"
