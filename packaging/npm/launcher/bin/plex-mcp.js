#!/usr/bin/env node
// Starts the binary that npm has installed for this platform, and ends as it ends.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const name = process.platform === "win32" ? "plex-mcp.exe" : "plex-mcp";

function binary() {
  try {
    return require.resolve(`plex-mcp-${platform}/bin/${name}`);
  } catch {
    console.error(
      `plex-mcp: the package plex-mcp-${platform} is not installed. Either there is none for this ` +
        "platform, or npm was told to leave optional packages out (--omit=optional): install again without that.",
    );
    process.exit(1);
  }
}

const child = spawn(binary(), process.argv.slice(2), { stdio: "inherit", windowsHide: true });
child.on("error", (error) => {
  console.error(`plex-mcp: the program cannot be started: ${error.message}`);
  process.exit(1);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : code));
