# What the scripts here share. Sourced.

# Makes a gzipped tar of something in a folder, the same whenever it is made.
tarball() { # FILE FOLDER MEMBER
    local level=-9
    [[ -z ${QUICK:-} ]] || level=-1
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
        -C "$2" -cf - "$3" | gzip -n "$level" > "$1"
}

# Fills in what differs from version to version.
fill() { # FILE
    sed -e "s|@VERSION@|$VERSION|g" -e "s|@REPOSITORY@|$REPOSITORY|g" -e "s|@TARGET@|${TARGET:-}|g" "$1"
}

# Runs a command with nothing of this machine's but the system's own programs.
clean_env() { # COMMAND...
    env -i HOME="$CLEAN/home" PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"
}

# Copies what a binary is linked to into a root; nothing for a static one.
with_libraries() { # BINARY ROOT
    local library
    while read -r library; do
        install -D "$library" "$2$library"
    done < <(ldd "$1" 2> /dev/null | grep -oE '/[^ ]+' || true)
}
